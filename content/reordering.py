"""Lets pages below one page change places with few statements, however many they are.

treebeard moves each page that has to make room by a statement of its own: dragging one of 400 pages
took 400 of them. Places are paths, and no two pages may share one even for a moment; so all that
change are set aside first, and then get their new paths together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Concat, Substr
from treebeard.mp_tree import MP_MoveHandler
from wagtail.actions import move_page
from wagtail.models import Page

#: Stands before the path of a page that is set aside; no path of treebeard's has it.
ASIDE = "~"
#: Pages whose new places one statement names.
TOGETHER = 200


class FewStatements(MP_MoveHandler):
    """Moves a page as treebeard does, and a page among its siblings with few statements.

    Wagtail moves within a transaction.
    """

    def process(self) -> None:
        siblings = _paths_of_siblings(self.node) if self._stays_among_siblings() else []
        order = _order_after(siblings, self.node.path, self.target.path, self.pos)
        if order is None:
            super().process()
            return
        places = dict(zip(order, siblings, strict=True))
        _give_places(places)
        for page in (self.node, self.target):
            page.path = places.get(page.path, page.path)

    def _stays_among_siblings(self) -> bool:
        if self.pos not in {"left", "right", "last-child"} or self.node.depth <= 1:
            return False
        above = self.node.path[: -Page.steplen]
        target = self.target.path
        return bool(above == (target if self.pos == "last-child" else target[: -Page.steplen]))


def install() -> None:
    """Let Wagtail's moves be these."""
    move_page.MP_MoveHandler = FewStatements


def _paths_of_siblings(node: Page) -> list[str]:
    """Return the paths of all below the page above, in their order, and let nobody change them."""
    above = node.path[: -Page.steplen]
    list(Page.objects.filter(path=above).select_for_update().values_list("pk"))
    below = Page.objects.filter(path__startswith=above, depth=node.depth).order_by("path")
    return list(below.values_list("path", flat=True))


def _order_after(
    siblings: Sequence[str], moved: str, target: str, position: Any
) -> list[str] | None:
    """Return the siblings in the order that they are to have; ``None`` where it is not known."""
    if moved not in siblings or (position != "last-child" and target not in siblings):
        return None
    order = [path for path in siblings if path != moved]
    if position == "last-child":
        return [*order, moved]
    if moved == target:
        return list(siblings)
    place = order.index(target) + (1 if position == "right" else 0)
    return [*order[:place], moved, *order[place:]]


def _give_places(new_places: Mapping[str, str]) -> None:
    """Give pages, with all below them, the paths that are the values, by those that they have.

    The new paths are the old ones in another order.
    """
    changed = sorted(old for old, new in new_places.items() if old != new)
    parts = [changed[start : start + TOGETHER] for start in range(0, len(changed), TOGETHER)]
    for part in parts:
        _at(part).update(path=Concat(Value(ASIDE), F("path")))
    for part in parts:
        steps = [When(step=old, then=Value(new_places[old])) for old in part]
        below = Substr("path", len(ASIDE) + len(part[0]) + 1)
        _at(part, ASIDE).update(path=Concat(Case(*steps), below))


def _at(paths: Sequence[str], before: str = "") -> QuerySet[Page]:
    """Return the pages at and below siblings, by their paths; ``before`` stands before each path.

    ``step`` is the path of the sibling.
    """
    above = before + paths[0][: -Page.steplen]
    step = Substr("path", len(before) + 1, len(paths[0]))
    found: QuerySet[Page] = Page.objects.filter(path__startswith=above).annotate(step=step)
    return found.filter(step__in=paths)
