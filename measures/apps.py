from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """Municipal measures, partnerships and business support."""

    name = "measures"
    verbose_name = _("Measures")

    def ready(self) -> None:
        from . import api  # noqa: F401  # registered by being imported
