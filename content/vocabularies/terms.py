"""The termbase in the admin: its list and its form, which two people can have open at once."""

from __future__ import annotations

import json
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets.button import Button

from content.models import Term
from content.termbase.entries import Entry, entry_of, label_of
from content.termbase.views import may_write_terms

from .search import VocabularyIndexView

HAS = {
    "allowed": ~Q(other_names_ja="", other_names_en=""),
    "forbidden": ~Q(forbidden_ja="", forbidden_en=""),
    "do-not-translate": Q(do_not_translate=True),
}


class TermFilterSet(WagtailFilterSet):
    """Terms by domain, by what standings their names have, and by who may see them."""

    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("Standing"),
        choices=[
            ("allowed", gettext_lazy("With other names that are allowed")),
            ("forbidden", gettext_lazy("With forbidden names")),
            ("do-not-translate", gettext_lazy("Do not translate")),
        ],
        method="with_standing",
        widget=forms.RadioSelect,
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = Term
        fields = ["domain", "standing", "is_public"]

    def with_standing(self, terms: QuerySet[Term], _name: str, value: str) -> QuerySet[Term]:
        return terms.filter(HAS[value])


class TermIndexView(VocabularyIndexView):
    """The list, with the ways in and out for files."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if not may_write_terms(self.request.user):
            return buttons
        views = "wagtailsnippets_content_term"
        return [
            *buttons,
            Button(
                _("Import terms"), url=reverse(f"{views}:import"), icon_name="upload", priority=80
            ),
            *(
                Button(
                    _("Export as %(form)s") % {"form": form.upper()},
                    url=reverse(f"{views}:export", args=[form]),
                    icon_name="download",
                    priority=90,
                )
                for form in ("csv", "tbx")
            ),
        ]


class TermForm(WagtailAdminModelForm):
    """Refuses once to replace what somebody else has saved since the form was opened.

    ``seen`` is the term as this form began with it. What was typed stays in the form, and saving
    again replaces the other's words.
    """

    data: Any
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = entry_of(self.instance) if self.instance.pk else {}
        self.fields["seen"].initial = json.dumps(self.stored)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        seen = _entry(self.cleaned_data.get("seen", ""))
        changed = [name for name in seen if seen[name] != self.stored.get(name)]
        if not changed:
            return cleaned
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = json.dumps(self.stored)
        for name in changed:
            self.add_error(
                name if name in self.fields else None,
                _(
                    "Somebody else has changed “%(field)s” meanwhile to “%(value)s”. What you"
                    " wrote is still here. Take over what is right, and save again."
                )
                % {"field": label_of(name), "value": self.stored.get(name, "")},
            )
        return cleaned


def forbidden_of(term: Term) -> str:
    """Return a term's forbidden names for the list."""
    return ", ".join(term.forbidden_names)


def _entry(text: str) -> Entry:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
