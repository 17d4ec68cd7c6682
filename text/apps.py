from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TextConfig(AppConfig):
    """The characters of what comes in."""

    name = "text"
    label = "text"
    verbose_name = _("Text")

    def ready(self) -> None:
        from . import exports, storing

        storing.connect()
        exports.connect()
