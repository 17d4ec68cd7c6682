from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    """International networks of municipalities."""

    name = "networks"
    verbose_name = _("Networks")

    def ready(self) -> None:
        from . import api  # noqa: F401  # registered by being imported
