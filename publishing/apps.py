from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """The read model: what the public may read, as ready documents."""

    name = "publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from content.showing import shown_by
        from media.visibility import served_where

        from . import background, checks, handlers, rights  # noqa: F401  # importing checks registers them
        from .site.showing import draft_context
        from .site.showing_files import is_on_a_public_page

        handlers.connect()
        background.connect()
        shown_by(draft_context)
        served_where(is_on_a_public_page)
        rights.register()
