"""What is at an address of the site: a page, a redirect, or something that has gone."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import Field

from content.addresses import absolute_url
from content.languages import LANGUAGE_CODES
from delivery.http import conditional, fieldsets
from delivery.http.parameters import LARGEST_NUMBER, Parameters
from delivery.http.problems import Problem, echo
from delivery.http.responses import answer, answer_revalidated, json_bytes
from http_cache.conditional import Validator, etag_of, not_modified
from publishing.models import Change, Document
from publishing.reading import fetching
from publishing.reading.fetching import Stored

from . import documents, redirects

LONGEST_PATH = 2048


class ResolveParameters(Parameters):
    """Parameters of resolving an address."""

    path: Annotated[str, Field(min_length=1, max_length=LONGEST_PATH, pattern=r"^[^\x00]*$")]
    """The address within the site, such as ``/ja/networks/``; a full address is understood."""


def resolve(request: HttpRequest, asked: ResolveParameters) -> HttpResponse:
    """Answer with what is at an address; a page comes whole.

    Raises:
        Problem: nothing is there, and nothing has been.
    """
    path = normalised(asked.path)
    document = find_page(path)
    if document is not None:
        etag = etag_of("resolve", path, document.etag, document.locale)
        validator = Validator(document.state, lambda: state_at(path))
        return not_modified(request, etag, document.changed_at, validator=validator) or answer(
            request,
            written_page(document),
            etag,
            tags=documents.tags_of(document),
            modified=document.changed_at,
            content_language=document.locale,
            validator=validator,
        )
    body = json_bytes(find_elsewhere(path, query_of(asked.path)))
    return answer_revalidated(request, "resolve", body, ["redirects"])


def normalised(given: str) -> str:
    """Return an address as documents have it: within the site, decoded, with a slash at its end.

    Raises:
        Problem: it is an address of another site.
    """
    parts = urlsplit_or_none(given)
    if parts is None or (parts.netloc and parts.netloc != urlsplit(settings.BASE_URL).netloc):
        raise Problem(
            "invalid-value",
            _("“%(path)s” is not an address on this site.") % {"path": echo(given)},
            parameter="path",
            value=echo(given),
        )
    path = unquote(parts.path)
    if "\x00" in path:
        raise not_there()
    return "/" + "".join(f"{step}/" for step in path.split("/") if step)


def urlsplit_or_none(address: str) -> Any:
    """Return the parts of an address, ``None`` where it has no valid form."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def find_page(path: str) -> Stored | None:
    """Return the document at an address."""
    shown = bool(settings.DELIVERY_CACHE_TAG_HEADER)
    document = fetching.by_path(path, whole=True, shown=shown)
    if document is not None and documents.is_due(document) and conditional.catch_up():
        document = fetching.by_path(path, whole=True, shown=shown)
    return document


def state_at(path: str) -> Stored | None:
    """Return the state of the document at an address, ``None`` while time has changed it."""
    document = fetching.by_path(path, whole=False)
    return None if document is None or documents.is_due(document) else document


def written_page(document: Stored) -> bytes:
    """Return a page as what an address resolves to."""
    page = fieldsets.serve(document.body, document.locale, document.locale, document.etag)
    return b'{"kind":"page","status":200,"page":%b}' % page


def query_of(given: str) -> str:
    """Return the query of an address: a redirect may be from that alone."""
    parts = urlsplit_or_none(given)
    return str(parts.query) if parts is not None else ""


def find_elsewhere(path: str, query: str = "") -> dict[str, Any]:
    """Return the redirect at an address, or that a page there has been taken down.

    Raises:
        Problem: neither is there.
    """
    target = shortcut(path)
    if target is not None:
        return {
            "kind": "redirect",
            "status": 302,
            "target": absolute_url(target),
            "target_path": target,
        }
    redirect = redirects.find(path, query)
    if redirect is not None:
        return {"kind": "redirect", **{k: v for k, v in redirect.items() if k != "path"}}
    if was_public(path):
        return {"kind": "gone", "status": 410, "path": path}
    raise not_there()


def was_public(path: str) -> bool:
    """Whether a page was at an address the last time that the change log speaks of it."""
    line = Change.objects.filter(path=path).order_by("-sequence").first()
    if line is None:
        return False
    # A page that has moved away leaves no tombstone at its old address.
    return line.kind == Change.Kind.TOMBSTONE or not Document.objects.filter(path=path).exists()


def shortcut(path: str) -> str | None:
    """Return where the site's own short addresses lead: ``/``, ``/p/12/``, ``/en/p/12/``."""
    steps = path.strip("/").split("/")
    if steps == [""]:
        return f"/{settings.LANGUAGE_CODE}/"
    locale = steps.pop(0) if steps[0] in LANGUAGE_CODES else settings.LANGUAGE_CODE
    if len(steps) != 2 or steps[0] != "p" or not (steps[1].isascii() and steps[1].isdigit()):  # noqa: PLR2004  # p and a number
        return None
    number = int(steps[1][:20])
    if number > LARGEST_NUMBER:
        return None
    paths = dict(Document.objects.filter(number=number).values_list("locale", "path"))
    order = (locale, *LANGUAGE_CODES)
    return next((paths[code] for code in order if code in paths), None)


def not_there() -> Problem:
    """Return the problem of an address at which nothing is, nor has been."""
    return Problem(
        "not-found", _("There is no page at this address, and there never was."), parameter="path"
    )
