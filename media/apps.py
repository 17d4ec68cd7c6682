from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures and documents."""

    name = "media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from . import avatars, handlers

        avatars.connect()
        handlers.connect()
