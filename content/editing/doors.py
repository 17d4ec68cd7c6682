"""What the admin's addresses are asked before they answer, where their views ask too little.

A guard stands at a view of Wagtail's or a package's, by the name of its address, and raises
:class:`Refused` (or Django's ``Http404`` and ``PermissionDenied``). It decides nothing itself: it
asks :mod:`.rights`. It stands here, and not in a view of our own at the same address, so that the
view stays what its package made it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.localization import get_localized_response
from wagtail.models import Page, Task
from wagtail.permissions import policy_registry

Guard = Callable[..., None]
ADMIN_ACCESS = "wagtailadmin.access_admin"

_guards: dict[str, list[Guard]] = {}


class Refused(PermissionDenied):
    """That somebody may not do something, in words for them; and where to send them."""

    def __init__(self, message: str, address: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.address = address


def guard(*view_names: str) -> Callable[[Guard], Guard]:
    """Let a function see each request to views, with what their addresses carry."""

    def place(function: Guard) -> Guard:
        for name in view_names:
            _guards.setdefault(name, []).append(function)
        return function

    return place


class AdminDoorsMiddleware:
    """Asks the guards before a view of the admin answers somebody who has signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        guards = _guards.get(match.view_name, ()) if match else ()
        if not guards or not request.user.has_perm(ADMIN_ACCESS):
            return None  # the view sends them to the login
        try:
            for ask in guards:
                get_localized_response(ask, request, **kwargs)
        except Refused as refused:
            return refuse(request, refused)
        except PermissionDenied:
            return get_localized_response(permission_denied, request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a form of the admin that somebody made by hand and that lacks fields."""
        match = request.resolver_match
        in_admin = match is not None and match.route.startswith("admin/")
        if in_admin and isinstance(error, MultiValueDictKeyError | BadRequest):
            return HttpResponseBadRequest(_("Something that this form sends is missing."))
        return None


def refuse(request: HttpRequest, refused: Refused) -> HttpResponse:
    """Say that something was refused: in the admin's messages, or to a script as JSON."""
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    if is_script or request.method not in {"GET", "HEAD", "POST"}:
        return JsonResponse({"success": False, "detail": refused.message}, status=403)
    messages.error(request, refused.message)
    return redirect(refused.address or "wagtailadmin_home")


@guard("wagtailadmin_error_test")
def only_in_development(request: HttpRequest) -> None:
    """Wagtail's page that shows what an error looks like is an error in the log of production."""
    if not settings.DEBUG:
        raise Http404


@guard("wagtailadmin_workflows:task_chooser_create")
def only_who_may_add_tasks(request: HttpRequest) -> None:
    """Wagtail asks nothing there: whoever could sign in could make a task of any workflow."""
    if not policy_registry.get_by_type(Task).user_has_permission(request.user, "add"):
        raise PermissionDenied


@guard("wagtail_bulk_action")
def only_pages_that_one_may_know(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> None:
    """Leave out pages of trees in which somebody does not work: the screen names them by title."""
    if (app_label, model_name) != ("wagtailcore", "page"):
        return
    wanted = [key for key in request.GET.getlist("id") if key.isdigit()]
    if "all" in request.GET.getlist("id"):
        return  # of a listing, which the explorer has shown
    known = _explorable(request).filter(pk__in=wanted).values_list("pk", flat=True)
    query = request.GET.copy()
    query.setlist("id", [str(key) for key in known])
    request.GET = query  # type: ignore[assignment]
    if not known:
        raise Http404


@guard("wagtailadmin_choose_page_child")
def only_parents_that_one_may_know(request: HttpRequest, parent_page_id: int) -> None:
    _require_known(request, [parent_page_id])


@guard("wagtailadmin_choose_page_chosen_multiple")
def only_choices_that_one_may_know(request: HttpRequest) -> None:
    _require_known(request, [int(key) for key in request.GET.getlist("id") if key.isdigit()])


def known_pages(pages: Any, request: HttpRequest) -> Any:
    """Narrow what choosers list to what is published and to trees in which somebody works."""
    explorable = _explorable(request).values("pk")
    return pages.filter(live=True) | pages.filter(pk__in=explorable)


def _require_known(request: HttpRequest, page_ids: list[int]) -> None:
    asked = Page.objects.filter(pk__in=page_ids)
    if asked.count() != known_pages(asked, request).count():
        raise Http404


def _explorable(request: HttpRequest) -> Any:
    return policy_registry.get_by_type(Page).explorable_instances(request.user)
