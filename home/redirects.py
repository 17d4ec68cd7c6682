"""Redirects from the former addresses of pages, and where redirects that people made lead.

The change log of the read model knows every address at which the public has read a page. So
only such addresses are led on, of whatever page and for whatever reason they changed: a slug, a
move, one of a page above.
"""

from __future__ import annotations

import logging
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Site

from content.visibility import is_public
from publishing.models import Change, Document

logger = logging.getLogger(__name__)

LONGEST_PATH: int = Redirect._meta.get_field("old_path").max_length


def follow(change: Change) -> None:
    """Let redirects follow what happened to a page's address.

    A page that is public at an address ends every redirect from there. Its former address leads
    to the page itself, so that one step is enough however often it moves on.
    """
    if change.kind != Change.Kind.UPSERT:
        return
    earlier = Change.objects.filter(
        number=change.number, locale=change.locale, sequence__lt=change.sequence
    )
    before = earlier.order_by("-sequence").first()
    if before is None or before.kind != change.kind or before.path != change.path:
        make_way(change.path)
    if before is not None and before.path != change.path:
        lead_on(before.path, change)


def make_way(path: str) -> None:
    """Delete redirects from an address at which a page is public now."""
    old_path = Redirect.normalise_path(path)
    for redirect in Redirect.objects.filter(
        Q(old_path=old_path) | Q(old_path__startswith=f"{old_path}?")
    ):
        if not redirect.automatically_created:
            log(instance=redirect, action="wagtail.delete")
        redirect.delete()


def lead_on(former: str, change: Change) -> None:
    """Redirect from the former address of a page to the page, unless another page is there now."""
    document = Document.objects.filter(number=change.number, locale=change.locale).first()
    if document is None or Document.objects.filter(path=former).exists():
        return
    old_path = Redirect.normalise_path(former)
    if len(old_path) > LONGEST_PATH:
        logger.warning("%s is too long for a redirect: it leads nowhere now.", former)
        return
    make_way(former)
    Redirect.objects.create(
        old_path=old_path, redirect_page_id=document.page_id, automatically_created=True
    )
    for redirect in Redirect.objects.filter(redirect_page=None, redirect_link__contains=old_path):
        link = own_link(redirect.redirect_link)
        if link is not None and Redirect.normalise_path(link.path) == old_path:
            redirect.redirect_link = within_site(link._replace(path=change.path))
            redirect.save(update_fields=["redirect_link"])


def own_link(link: str) -> SplitResult | None:
    """Return the parts of a link that leads to this site, ``None`` of any other."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:  # such as a bracket that nothing closes
        return None
    if not parts.netloc:
        return parts if not parts.scheme and parts.path.startswith("/") else None
    own = {settings.BASE_URL, *(root.root_url for root in Site.get_site_root_paths())}
    return parts if parts.netloc in {urlsplit(address).netloc for address in own} else None


def within_site(link: SplitResult) -> str:
    """Return a link to this site as it is stored: without the site's address, which may change."""
    return link._replace(scheme="", netloc="").geturl()


def page_at(path: str) -> Page | None:
    """Return the page whose address a path is, public or not."""
    path = Redirect.normalise_path(path)
    language = get_language_from_path(path)
    rest = path.removeprefix(f"/{language}").strip("/")
    below = f"{rest}/" if rest else ""
    page: Page | None = Page.objects.filter(
        url_path__in=[
            root.root_path + below
            for root in Site.get_site_root_paths()
            if root.language_code == language
        ]
    ).first()
    return page


def view_at(path: str) -> ResolverMatch | None:
    """Return the view that answers at a path, with or without a slash at its end."""
    with translation.override(get_language_from_path(path) or translation.get_language()):
        for address in (path, f"{path.rstrip('/')}/"):
            try:
                return resolve(address)
            except Resolver404:
                continue
    return None


def names_a_page(path: str) -> bool:
    """Whether only a page could answer at a path."""
    match = view_at(path)
    return match is not None and match.url_name == "wagtail_serve"


def leads_to_hidden_page(link: str) -> bool:
    """Whether a link leads to a page of this site that the public may not read."""
    parts = own_link(link)
    page = page_at(parts.path) if parts is not None else None
    return page is not None and not is_public(page)
