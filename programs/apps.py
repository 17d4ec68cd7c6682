from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Support frameworks and support programmes."""

    name = "programs"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        from . import api  # noqa: F401  # registered by being imported
