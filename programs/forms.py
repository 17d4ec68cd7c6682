"""What an editor may enter for a programme, where one field says something about another."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from content.forms import BasePageForm

WINDOW_FIELDS = ("fiscal_year", "opens_at", "closes_at")


class ProgramPageForm(BasePageForm):
    """A programme together with its application windows as they are being entered.

    The page itself cannot check this: it does not know the windows until the form is saved.
    """

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "windows" not in self.formsets:
            return cleaned
        entered = [form for form in self.formsets["windows"].forms if self._is_kept(form)]
        if cleaned.get("all_year") and any(form.cleaned_data.get("closes_at") for form in entered):
            self.add_error(
                "all_year",
                _("Leave the closing date empty: this programme takes applications all year."),
            )
        known = set()
        for form in entered:
            window = tuple(form.cleaned_data.get(name) for name in WINDOW_FIELDS)
            if window in known:
                form.add_error(
                    "opens_at", _("This application window is entered twice. Delete one of them.")
                )
            known.add(window)
        return cleaned

    @staticmethod
    def _is_kept(form: Any) -> bool:
        return bool(form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE"))
