from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    """The headless HTTP API."""

    name = "delivery"
    label = "delivery"
    verbose_name = _("Delivery")
