"""Drafts that an editor shares, shown by the site's own templates."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from content.reading import read_only
from http_cache import policies
from media.unshown import signed_addresses

from .access import previews
from .http.problems import Problem


@read_only
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft of a preview link as the site would, or lead to the external front end.

    Raises:
        Http404: the link does not work, or no longer.
    """
    try:
        page = previews.shared_draft(request, token).page
    except Problem as problem:
        raise Http404 from problem
    if address := previews.front_end_address(token):
        response: HttpResponse = HttpResponseRedirect(address)
    else:
        with translation.override(page.locale.language_code), signed_addresses():
            response = page.make_preview_request(
                request, page.default_preview_mode, {"is_shared_preview": True}
            )
    response.headers["Cache-Control"] = policies.NO_STORE
    for name, value in previews.HEADERS.items():
        response.headers[name] = value
    return response
