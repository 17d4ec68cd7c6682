"""What an editor changes in one request reaches readers once, and too much is done afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from . import jobs
from .writing.recording import gathering, take_trouble
from .writing.tasks import settle_later

#: What is done often in a row, waited for each time, and may be seen by readers a little later.
REORDERING = "wagtailadmin_pages:set_page_position"


class SettleMiddleware:
    """Settle what a request that changes something has recorded when it has been handled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with gathering():
            response = self.get_response(request)
            if request.resolver_match and request.resolver_match.view_name == REORDERING:
                settle_later()
        if take_trouble() and hasattr(request, "_messages"):
            messages.warning(
                request,
                _(
                    "What you changed is saved, but readers do not see it yet. It is tried again "
                    "automatically within a few minutes; if it stays so, tell the operator."
                ),
            )
        return response


class LargeWorkMiddleware:
    """Leave what concerns many things to a background job, and show how far that has come."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or jobs.is_job(request):
            return None
        job = jobs.large_work(request, kwargs)
        return redirect("publishing_job", job.pk) if job else None
