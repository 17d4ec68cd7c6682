from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Finds published pages, and lets the admin find things in Japanese too."""

    name = "search"
    label = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from . import checks, handlers  # noqa: F401  # checks are registered by being imported

        handlers.connect()
