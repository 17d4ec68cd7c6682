"""What holds for each answer of API v2: JSON, errors in the client's language, an entity tag."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.availability import RETRY_SECONDS
from http_cache import policies
from http_cache.conditional import revalidated

from .http.origins import METHODS, allow_origin
from .http.problems import AWAY, RECORDED, problem_language

PREFIX = "/api/v2/"
OK, FIRST_ERROR = 200, 400
NOT_FOUND = _("There is nothing at this address.")
MESSAGES: dict[int, Promise] = {
    400: _("The request could not be understood"),
    404: NOT_FOUND,
    405: _("This address can only be read"),
    429: _("Too many requests"),
    500: RECORDED,
    503: AWAY,
}


def message(
    request: HttpRequest,
    status: int,
    text: str | Promise = "",
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """Answer with what is wrong, in the language that the client reads, as v1's problems are."""
    language = problem_language(request)
    with translation.override(language):
        body = {"message": str(text or MESSAGES[status])}
    own = {"Cache-Control": policies.NO_STORE, "Content-Language": language}
    return JsonResponse(
        body,
        status=status,
        headers={**own, **(headers or {})},
        json_dumps_params={"ensure_ascii": False},
    )


def unavailable(request: HttpRequest) -> JsonResponse:
    """Answer while the database does not."""
    return message(request, 503, headers={"Retry-After": str(RETRY_SECONDS)})


def not_found(request: HttpRequest) -> JsonResponse:
    """Say that there is nothing at an address below this API."""
    return message(request, 404)


def options(request: HttpRequest) -> HttpResponse:
    """Say which methods there are, which browsers ask before they read from elsewhere."""
    response = HttpResponse(status=204, headers={"Allow": METHODS})
    allow_origin(request, response)
    return response


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer as clients get it, whoever has made it."""
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    if response.status_code >= FIRST_ERROR and not is_json:
        status = response.status_code if response.status_code in MESSAGES else FIRST_ERROR
        names = ("Retry-After", "Allow")
        kept = {name: response.headers[name] for name in names if name in response.headers}
        response = message(request, status, headers=kept)
    elif response.status_code == OK and is_json:
        if request.GET.get("order") == "random":
            response.headers["Cache-Control"] = policies.NO_STORE
        else:
            response = revalidated(request, response)
    allow_origin(request, response)
    return response
