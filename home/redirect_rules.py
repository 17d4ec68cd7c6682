"""What a redirect made by hand must not do: shadow an answer, lead to itself, or form a chain."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from content.visibility import is_foreign_alias

from . import views
from .redirects import own_link, page_at, view_at, within_site

#: Views whose addresses may be redirected, since some of them lead nowhere.
MAY_BE_MISSING = {"wagtail_serve", "wagtaildocs_serve", "media_file"}


def check_redirects_wherever_they_are_entered() -> None:
    """Check each redirect that is validated: in the admin's form, its import and the command.

    All three validate the model, which is Wagtail's own and offers no other place for a rule.
    """
    wagtails_own = Redirect.clean

    def clean(self: Redirect) -> None:
        entered = self.old_path
        wagtails_own(self)
        if entered:  # otherwise the field itself asks for it
            check(self)

    Redirect.clean = clean


def check(redirect: Redirect) -> None:
    """Refuse a redirect that would never be followed, or not in one step.

    A link to one of our pages becomes the page itself, so that it follows the page.

    Raises:
        ValidationError: with the field to correct.
    """
    path = urlsplit(redirect.old_path).path
    if _is_answered(path):
        message = _("A page already uses this address. Enter one that no page uses.")
        raise ValidationError({"old_path": message})
    if redirect.redirect_page_id is None:
        _check_link(redirect)
    elif page_at(path) == redirect.redirect_page:
        raise ValidationError(
            {"redirect_page": _("This redirect leads to itself. Enter a different target.")}
        )
    for other in Redirect.objects.filter(redirect_page=None).exclude(pk=redirect.pk):
        link = own_link(other.redirect_link)
        if link is not None and Redirect.normalise_path(link.path) == path:
            message = _(
                "The redirect from %(path)s leads to this address. Change that one "
                "first: a redirect cannot lead to another redirect."
            )
            raise ValidationError({"old_path": message % {"path": other.old_path}})


def _check_link(redirect: Redirect) -> None:
    """Refuse what a link must not do."""
    link = own_link(redirect.redirect_link)
    if link is None:
        return
    path = Redirect.normalise_path(link.path)
    if path == urlsplit(redirect.old_path).path:
        raise ValidationError(
            {"redirect_link": _("This redirect leads to itself. Enter a different target.")}
        )
    whole = Redirect.normalise_path(f"{link.path}?{link.query}" if link.query else link.path)
    others = Redirect.objects.filter(old_path__in={path, whole}).exclude(pk=redirect.pk)
    if other := others.first():
        message = _(
            "Another redirect leads from this address to %(target)s. Enter that address "
            "here: a redirect cannot lead to another redirect."
        )
        raise ValidationError({"redirect_link": message % {"target": other.link or ""}})
    match = view_at(path)
    if match is not None and match.func is views.page_by_number:
        message = _("A page number already leads to its page. Choose that page instead.")
        raise ValidationError({"redirect_link": message})
    page = page_at(path)
    if page is not None and not link.query and not link.fragment:
        redirect.redirect_page, redirect.redirect_link = page, ""
    else:
        redirect.redirect_link = within_site(link)


def _is_answered(path: str) -> bool:
    """Whether a page or the service itself answers at a path, so that no redirect is looked for."""
    match = view_at(path)
    if match is not None and match.url_name not in MAY_BE_MISSING:
        return True
    page = page_at(path)
    return page is not None and page.live and not is_foreign_alias(page)
