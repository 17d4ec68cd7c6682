"""Words of the forms of languages that have only their name in the code, in English."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail_localize.locales.views import CreateView
from wagtail_localize.models import LocaleSynchronization, LocaleSynchronizationModelForm

LABELS = {"enabled": _("Copy automatically"), "sync_from": _("Copy from")}


class SynchronizationForm(LocaleSynchronizationModelForm):  # type: ignore[misc]
    """The package's form, whose fields have labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LABELS.keys() & self.fields.keys():
            self.fields[name].label = LABELS[name]


def install() -> None:
    """Name what the forms of languages ask for in the language of the admin."""
    LocaleSynchronization.base_form_class = SynchronizationForm
    CreateView.page_subtitle = _("Language")
