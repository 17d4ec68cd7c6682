"""Which pages from elsewhere may read the APIs in a browser: CORS, by DELIVERY_ALLOWED_ORIGINS."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

METHODS = "GET, HEAD, OPTIONS"


def allow_origin(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say whether a page from elsewhere may read an answer."""
    allowed = settings.DELIVERY_ALLOWED_ORIGINS
    if "*" in allowed:
        response.headers["Access-Control-Allow-Origin"] = "*"
    elif allowed:
        patch_vary_headers(response, ["Origin"])
        origin = request.headers.get("Origin", "")
        if origin not in allowed:
            return
        response.headers["Access-Control-Allow-Origin"] = origin
    else:
        return
    response.headers["Access-Control-Expose-Headers"] = "ETag, X-Request-Id, Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = (
            "Authorization, If-None-Match, X-Request-Id"
        )
        response.headers["Access-Control-Max-Age"] = "86400"
