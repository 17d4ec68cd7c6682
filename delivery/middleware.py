"""The API's own way in: no session, no cookie, nothing but the address and its parameters."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from content.availability import asked_again, is_database_away
from http_cache import response_cache
from media.visibility import restrictions_read_once

from . import v2_answers
from .access import tokens
from .http import limits
from .http.origins import METHODS, allow_origin
from .http.problems import (
    MEDIA_TYPE,
    RECORDED,
    Problem,
    problem_language,
    problem_response,
    unavailable,
)

logger = logging.getLogger(__name__)

PREFIX = "/api/delivery/v1/"
#: Addresses below the prefix that answer with HTML, for people.
PAGES = (f"{PREFIX}docs",)
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
FIRST_ERROR = 400
FIRST_FAULT = 500


class DeliveryMiddleware:
    """Answer what is below the API's prefix, past sessions, redirects and error pages.

    Whatever happens, the answer is JSON, carries a request id, and says who may read it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == PREFIX.rstrip("/"):
            request.path = request.path_info = PREFIX
        if f"{request.path_info}/".startswith(v2_answers.PREFIX):
            return self._v2(request)
        if not request.path_info.startswith(PREFIX) or request.path_info.startswith(PAGES):
            return self.get_response(request)
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request.request_id = (  # type: ignore[attr-defined]
            given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        )
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
            request.META.pop("HTTP_RANGE", None)  # which is for GET alone
        with translation.override(problem_language(request)):
            response = self._answer(request)
        if is_head:
            request.method = "HEAD"
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        elif response.content:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        response.headers["X-Content-Type-Options"] = "nosniff"
        allow_origin(request, response)
        return response

    def _v2(self, request: HttpRequest) -> HttpResponse:
        """Answer what is below API v2, which is Wagtail's and goes the way of the site's pages."""
        if request.method == "OPTIONS":
            return v2_answers.options(request)
        return v2_answers.finished(request, self.get_response(request))

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()  # one that is not served is refused
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": METHODS})
            return self._as_problem(request, self._find(request))
        except Problem as found:
            problem = found
        except (Resolver404, Http404):
            problem = Problem("not-found", _not_found())
        except (BadRequest, SuspiciousOperation, RequestDataTooBig, UnicodeError):
            problem = Problem("invalid-request", _("Check the address and the parameters."))
        except Exception as error:
            if is_database_away(error):
                logger.error("The database did not answer: %s", error)  # known
                problem = unavailable()
            else:
                logger.exception("An answer of the API failed: %s", request.get_full_path())
                problem = Problem("server-error", RECORDED)
        return problem_response(request, problem)

    def _find(self, request: HttpRequest) -> HttpResponse:
        """Answer with what is kept, or with what is read now."""
        if request.META.get("HTTP_AUTHORIZATION"):
            return self._read(request, with_token=True)
        limits.count_client(request, "reads", settings.DELIVERY_READS_PER_MINUTE)
        if request.method != "GET":
            return self._read(request, with_token=False)
        response: HttpResponse | None = asked_again(lambda: response_cache.find(request))
        if response is None:
            response = self._read(request, with_token=False)
            response_cache.keep(request, response)
        return response

    @staticmethod
    def _read(request: HttpRequest, *, with_token: bool) -> HttpResponse:
        token = tokens.token_of(request) if with_token else None
        request.token = token  # type: ignore[attr-defined]
        if token is not None:
            limits.count("reads", f"token-{token.pk}", settings.DELIVERY_READS_PER_MINUTE)
        with restrictions_read_once():
            view, arguments, keywords = operation_at(request.path_info)
            return asked_again(lambda: view(request, *arguments, **keywords))

    @staticmethod
    def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Turn an error that somebody else answered into a problem."""
        is_problem = response.headers.get("Content-Type") == MEDIA_TYPE
        if response.status_code < FIRST_ERROR or is_problem:
            return response
        if response.status_code == 405:  # noqa: PLR2004  # the status is its own name
            allowed = response.headers.get("Allow", METHODS)
            return problem_response(
                request,
                Problem(
                    "method-not-allowed",
                    _("It answers these methods: %(methods)s.") % {"methods": allowed},
                    headers={"Allow": allowed},
                ),
            )
        if response.status_code >= FIRST_FAULT:
            return problem_response(request, Problem("server-error", RECORDED))
        return problem_response(request, Problem("not-found", _not_found()))


def operation_at(path: str) -> ResolverMatch:
    """Return what answers at an address, with or without the slash at its end.

    Raises:
        Resolver404: nothing does.
    """
    try:
        return resolve(path)
    except Resolver404:
        if path.endswith("/"):
            raise
        return resolve(f"{path}/")


def _not_found() -> str:
    return _("Check the address; openapi.json lists all that there are.")
