from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    """What every page is made of: base page, blocks, vocabularies, visibility."""

    name = "content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from . import (
            checks,  # noqa: F401  # registered by being imported
            closed_copies,
            database_waits,
            handlers,
            reordering,
            rights,
        )
        from .date_fields import replace_form_fields
        from .editing import admin_words, comparing, status_panel

        handlers.connect_vocabularies()
        replace_form_fields()
        rights.install()
        closed_copies.install()
        status_panel.install()
        database_waits.install()
        comparing.install()
        admin_words.install()
        reordering.install()
