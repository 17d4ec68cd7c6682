"""The admin of recommended results: Wagtail's own, with what its screens lack here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.search_promotions import views
from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet


class PromotionIndexView(views.IndexView):
    """Recommended results, without the column that counts in a table which stays empty here."""

    columns = [column for column in views.IndexView.columns if column.name != "views"]


class PromotionCreateView(views.CreateView):
    """Recommends results for a question, which the address may give."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "query_string": self.request.GET.get("question", "")}


def label_fields() -> None:
    """Name the field that Wagtail does not name, so that editors read it in their language."""
    field = SearchPromotionsFormSet.form.base_fields["external_link_text"]
    field.label = _("Text of the external link")
    field.help_text = _(
        "With Japanese letters the link is shown to readers of Japanese, otherwise to readers of "
        "English."
    )
