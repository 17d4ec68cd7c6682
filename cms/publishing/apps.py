from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """The read model: what the public may read, as ready documents."""

    name = "cms.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from . import background, checks, handlers  # noqa: F401  # importing checks registers them

        handlers.connect()
        background.connect()
