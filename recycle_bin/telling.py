"""Says in the admin that what is deleted goes into the bin: before somebody does so, and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.localization import get_localized_response
from wagtail.models import Page

from content.models import Vocabulary
from media.models import Document, Image

from .keeping import take_kept_until

KEPT = (Page, Image, Document, Vocabulary)


def before_deleting(request: HttpRequest, model: type | None) -> str:
    """Return what a screen that asks whether to delete says of the bin; ``""`` on other screens.

    ``model`` is of what the screen asks about, where its address does not name it.
    """
    match = request.resolver_match
    if match is None:
        return ""
    if match.view_name == "wagtail_bulk_action" and match.kwargs["action"] == "delete":
        model = apps.get_model(match.kwargs["app_label"], match.kwargs["model_name"])
    elif not match.view_name.endswith(":delete"):
        return ""
    if model is None or not issubclass(model, KEPT):
        return ""
    return ngettext(
        "It goes into the bin, and can be restored from there for %(days)d day.",
        "It goes into the bin, and can be restored from there for %(days)d days.",
        settings.BIN_DAYS,
    ) % {"days": settings.BIN_DAYS}


class TellOfTheBinMiddleware:
    """Tells whoever has deleted something until when it can be restored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        take_kept_until()
        response = self.get_response(request)
        until = take_kept_until()
        is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if until and not is_script and hasattr(request, "_messages"):
            get_localized_response(_tell, request, until)
        return response


def _tell(request: HttpRequest, until: datetime) -> None:
    told = _("What was deleted is in the bin, and can be restored until %(day)s.") % {
        "day": date_format(localtime(until), "DATE_FORMAT")
    }
    messages.info(request, told, buttons=[messages.button(reverse("bin"), _("Open the bin"))])
