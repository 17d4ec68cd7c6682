from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finds published pages, and lets the admin find things in Japanese too."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from . import handlers
        from .indexing import checks  # noqa: F401  # registered by being imported

        handlers.connect()
