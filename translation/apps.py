from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """Carrying pages from one language into the other."""

    name = "translation"
    label = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from recycle_bin import beside

        # guards and handlers are placed by being imported
        from . import binned, guards, handlers, labels, localize  # noqa: F401

        labels.install()
        localize.install()
        beside.remembered_by(binned.ROOM, binned.remember, binned.go_on)
