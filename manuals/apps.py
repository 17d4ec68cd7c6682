from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ManualsConfig(AppConfig):
    """Manuals and survey reports."""

    name = "manuals"
    verbose_name = _("Manuals and reports")

    def ready(self) -> None:
        from . import api  # noqa: F401  # registered by being imported
