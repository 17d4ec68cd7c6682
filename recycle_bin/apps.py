from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class BinConfig(AppConfig):
    """What was deleted, from which it comes back whole for some time."""

    name = "recycle_bin"
    label = "bin"
    verbose_name = pgettext_lazy("deleted things", "Bin")

    def ready(self) -> None:
        from . import handlers

        handlers.connect()
