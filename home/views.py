"""Public addresses that are no page: language choice, page numbers, site maps, files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_vary_headers,
)
from django.utils.translation import get_language_from_path
from wagtail.models import Page
from wagtail.users.models import UserProfile

from content.addresses import absolute_url
from content.furniture import Crumb, LanguageLink, alternates
from content.languages import ENDONYMS, LANGUAGE_CODES, active_language, preferred_language
from content.models import PageNumber
from content.reading import read_only
from http_cache import policies
from http_cache.conditional import etag_of_bytes, revalidated
from media.avatars import profile_with_picture
from media.former import picture_now
from media.models import Image, Rendition
from media.ranges import part_of
from media.types import media_type_of
from media.unshown import ADMIN_ACCESS, may_see_unshown
from media.visibility import is_shown
from publishing.models import Document
from publishing.reading import freshness
from publishing.site.kept_pages import page_response, unkept_page

from . import error_pages, sitemap

PLAIN_TEXT = "text/plain; charset=utf-8"


@read_only
def choose_language(request: HttpRequest) -> HttpResponse:
    """Redirect ``/`` to the language that the reader's browser asks for."""
    response = HttpResponseRedirect(f"/{negotiated_language(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def negotiated_language(request: HttpRequest) -> str:
    """Return the language for an address that names none.

    English for readers of any language but Japanese; Japanese for whoever names no language.
    """
    header = request.headers.get("Accept-Language", "").strip()
    if header in {"", "*"}:
        return settings.LANGUAGE_CODE
    return preferred_language(header) or "en"


@read_only
def page_by_number(request: HttpRequest, number: int) -> HttpResponse:
    """Redirect from a page number to the page, in the address's language where it has one.

    An address without a language is answered in that of the reader's browser, as ``/`` is.

    A page that was public once and no longer is gets a 410 (gone).

    Raises:
        Http404: no page carries the number, or only pages that the public has never seen or that
            are restricted now.
    """
    record = PageNumber.objects.filter(pk=number).first() if number < 2**63 else None
    if record is None:
        raise Http404
    paths = dict(Document.objects.filter(number=number).values_list("locale", "path"))
    named = get_language_from_path(request.path_info)
    for code in (named or negotiated_language(request), *LANGUAGE_CODES):
        if code in paths:
            response: HttpResponse = redirect(paths[code])
            response.headers["Cache-Control"] = policies.REVALIDATED
            if not named:
                patch_vary_headers(response, ["Accept-Language"])
            return response
    kept = list(Page.objects.filter(translation_key=record.translation_key))
    if kept and (
        any(page.live for page in kept) or not any(page.first_published_at for page in kept)
    ):
        raise Http404
    return error_pages.gone(request)


@read_only
def sitemap_page(request: HttpRequest) -> HttpResponse:
    """List all public pages of a language as a tree."""
    at = freshness.newest()
    language = active_language()
    tree = sitemap.page_tree(language)
    if tree is None:
        raise Http404
    homes = set(Document.objects.filter(type="home").values_list("locale", flat=True))
    links = [sitemap_link(code, code == language, code in homes) for code in LANGUAGE_CODES]
    context = {
        "tree": tree,
        "breadcrumbs": [Crumb(tree.title, tree.url)],
        "language_links": links,
        "canonical_url": absolute_url(request.path),
        "alternates": alternates(links),
    }
    content = render_to_string("home/sitemap_page.html", context, request).encode()
    return page_response(request, content, at) if not request.GET else unkept_page(content)


def sitemap_link(code: str, is_here: bool, is_there: bool) -> LanguageLink:
    """Return where the language switch of the site map leads for a language."""
    name, address = ENDONYMS[code], f"/{code}/sitemap/"
    if is_here:
        return LanguageLink(code, name, address, "self", "")
    if is_there:
        return LanguageLink(code, name, address, "translation", "")
    return LanguageLink(code, name, f"/{code}/", "home", "")


@read_only
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Answer with the site map for search engines, translations as alternates."""
    at = freshness.newest()
    content, media_type = sitemap.render_xml().encode(), "application/xml; charset=utf-8"
    return page_response(request, content, at, content_type=media_type)


@read_only
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Point crawlers to the site map and away from the admin."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute_url('/sitemap.xml')}", ""]
    return revalidated(request, HttpResponse("\n".join(lines), content_type=PLAIN_TEXT))


@read_only
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a mark of the site at the address where browsers look without being told."""
    content = (Path(settings.BASE_DIR) / "static" / "img" / name).read_bytes()
    kind = "image/png" if name.endswith(".png") else "image/x-icon"
    return revalidated(request, HttpResponse(content, content_type=kind))


@read_only
def opensearch_xml(request: HttpRequest) -> HttpResponse:
    """Describe the search of a language, for browsers that offer to add it."""
    content = render_to_string(
        "home/opensearch.xml",
        {"language": active_language(), "search": absolute_url(f"/{active_language()}/search/")},
    )
    return revalidated(
        request,
        HttpResponse(content, content_type="application/opensearchdescription+xml; charset=utf-8"),
    )


@read_only
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116).

    Raises:
        Http404: the settings name no such address.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now().replace(day=1, hour=0, minute=0, second=0) + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: ja, en",
        f"Canonical: {absolute_url('/.well-known/security.txt')}",
        "",
    ]
    return revalidated(request, HttpResponse("\n".join(lines), content_type=PLAIN_TEXT))


@read_only
def health(_request: HttpRequest) -> JsonResponse:
    """Say whether the service runs and reaches its database, for a load balancer's probe."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        state, status = "database unavailable", 503
    else:
        state, status = "ok", 200
    return JsonResponse(
        {"status": state}, status=status, headers={"Cache-Control": policies.NO_STORE}
    )


@read_only
def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve pictures: to the public the renditions of those that its pages show, and no more.

    The address of one that has been replaced leads to the new one.

    Who may use the admin sees every picture, originals and closed collections included, because
    the admin shows them, and the profile pictures of the others who do. Nobody is asked who they
    are for a public rendition: its answer is everybody's.

    Raises:
        Http404: there is no such picture, or none for this person.
    """
    found = Rendition.objects.filter(file=path).select_related("image__collection")
    rendition = found.annotate(is_shown=is_shown(Image, "image_id")).first()
    is_open = rendition is not None and rendition.image.is_public
    if rendition is not None and is_open and rendition.is_shown:
        image = rendition.image
        version = f"{image.file_hash} {image.file.name} {rendition.file.name}"
        etag = etag_of_bytes(version.encode())
        response = get_conditional_response(request, etag=etag) or _picture(rendition)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = policies.ONE_HOUR
        return part_of(request, response, rendition.file)
    original = None if rendition else Image.objects.filter(file=path).first()
    if rendition is None and original is None and (now := picture_now(request, path)):
        return now
    may_see = request.user.has_perm(ADMIN_ACCESS) or (
        rendition is not None and is_open and may_see_unshown(request, rendition.image)
    )
    if not may_see:
        raise Http404
    picture = rendition or original or profile_with_picture(path)
    if picture is None:
        raise Http404
    response = _picture(picture)
    add_never_cache_headers(response)
    return response


def _picture(picture: Image | Rendition | UserProfile) -> HttpResponse:
    file = picture.avatar if isinstance(picture, UserProfile) else picture.file
    return HttpResponse(file.read(), content_type=media_type_of(file.name))
