from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page, general pages and the furniture of the site."""

    name = "home"
    verbose_name = _("Home and general pages")

    def ready(self) -> None:
        from . import api, handlers, redirect_rules  # noqa: F401  # registered by being imported

        redirect_rules.check_redirects_wherever_they_are_entered()
