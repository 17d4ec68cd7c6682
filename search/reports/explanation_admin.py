"""Why search finds what it finds, in the admin: shown to nobody else, and never kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from content.languages import LANGUAGE_CODES
from search.analysis.questions import LONGEST_QUESTION
from search.answering.explaining import explanation
from search.engines import OutOfTimeError
from search.models import AskedQuestion, Entry

TOOK_TOO_LONG = _(
    "The search took too long. Please try again in a moment, or use fewer and rarer words."
)
permission_policy = ModelPermissionPolicy(Entry)


class ExplanationForm(forms.Form):
    """A question, and the language of whoever asks it."""

    question = forms.CharField(label=_("Search term"), max_length=LONGEST_QUESTION)
    language = forms.ChoiceField(
        label=_("Language of the reader"),
        choices=lambda: AskedQuestion._meta.get_field("locale").flatchoices,
        initial=LANGUAGE_CODES[0],
    )


class ExplanationView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Explains how a question is understood, and why the first pages stand where they do."""

    template_name = "search/admin/explanation.html"
    page_title = _("Search results explained")
    header_icon = "help"
    permission_policy = permission_policy
    any_permission_required = ["view"]

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {
            name: self.request.GET[name]
            for name in ("question", "language")
            if name in self.request.GET
        }
        form = ExplanationForm({"language": LANGUAGE_CODES[0], **asked} if asked else None)
        found = None
        if form.is_bound and form.is_valid():
            try:
                asked = form.cleaned_data
                found = explanation(asked["question"], asked["language"], settings.SEARCH_SECONDS)
            except OutOfTimeError:
                form.add_error("question", TOOK_TOO_LONG)
        return super().get_context_data(form=form, explanation=found, **kwargs)
