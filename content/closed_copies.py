"""What is closed to the public stays closed, by whichever way it becomes another page.

Wagtail copies a restriction with the page that is copied, but neither those of the pages below it
nor one that the page inherits from its section. Here every page that is made from another, or that
is moved, takes along what closed it. Only somebody who opens it makes it public.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.db import transaction
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, PageViewRestriction

from .visibility import is_foreign_alias


def restrictions_of(page: Page) -> list[PageViewRestriction]:
    """Return what closes a page, its own restriction first, then those that it inherits."""
    return list(page.get_view_restrictions().order_by("-page__depth"))


def _meaning(restriction: PageViewRestriction) -> tuple[Any, ...]:
    groups = frozenset(restriction.groups.values_list("pk", flat=True))
    return restriction.restriction_type, restriction.password, groups


def keep_closed(restrictions: list[PageViewRestriction], page: Page, user: Any = None) -> None:
    """Close a page by the nearest of some restrictions that does not hold for it yet.

    A page carries one restriction of its own at most: the form for it knows no more.
    """
    held = restrictions_of(page)
    known = {_meaning(one) for one in held}
    if any(one.page_id == page.pk for one in held):
        return
    for restriction in restrictions:
        if _meaning(restriction) not in known:
            copied = PageViewRestriction(
                page=page,
                restriction_type=restriction.restriction_type,
                password=restriction.password,
            )
            copied.save(user=user)
            copied.groups.set(restriction.groups.all())
            return


def _copy_closed(copy_page: Any) -> Any:
    @wraps(copy_page)
    def copy(self: CopyPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
        copied: Page = copy_page(self, page, *args, **kwargs)
        keep_closed(restrictions_of(page), copied, self.user)
        return copied

    return copy


def _move_closed(move_page: Any) -> Any:
    @wraps(move_page)
    def move(self: MovePageAction, page: Page, *args: Any, **kwargs: Any) -> None:
        before = restrictions_of(page)
        move_page(self, page, *args, **kwargs)
        keep_closed(before, Page.objects.get(pk=page.pk), self.user)

    return move


def _convert_closed(convert: Any) -> Any:
    @wraps(convert)
    def convert_alias(self: ConvertAliasPageAction, page: Page, *args: Any, **kwargs: Any) -> Page:
        source = page.alias_of
        restrictions = restrictions_of(source) if source else []
        if is_foreign_alias(page) and page.live:
            # A mirror of the other language is hidden; on its own it would show that language here.
            page.live = False
            page.has_unpublished_changes = True
            page.save(update_fields=["live", "has_unpublished_changes"], clean=False)
        converted: Page = convert(self, page, *args, **kwargs)
        keep_closed(restrictions, converted, self.user)
        return converted

    return convert_alias


def _at_once(execute: Any) -> Any:
    """Let an action happen in one transaction: nobody reads a copy before it is closed."""

    @wraps(execute)
    def execute_at_once(self: Any, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return execute(self, *args, **kwargs)

    return execute_at_once


def install() -> None:
    """Let Wagtail's own actions keep closed what they copy, move and convert, whoever runs them."""
    CopyPageAction._copy_page = _copy_closed(CopyPageAction._copy_page)
    MovePageAction._move_page = _move_closed(MovePageAction._move_page)
    ConvertAliasPageAction._convert_alias = _convert_closed(ConvertAliasPageAction._convert_alias)
    for action in (CopyPageAction, MovePageAction, ConvertAliasPageAction):
        action.execute = _at_once(action.execute)
