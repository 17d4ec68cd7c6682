from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HttpCacheConfig(AppConfig):
    """What is said about keeping an answer, and what is kept here."""

    name = "http_cache"
    verbose_name = _("Kept answers")
