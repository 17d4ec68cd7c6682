"""What can happen to the read model, by name, and which pages each happening concerns.

Besides the names of :mod:`content.dependencies`, which stand for everything that shows the thing:

- ``page-12``: page 12 changed, or came, or went;
- ``tree-12``: so did page 12 with everything below it (its address, its privacy), and with the
  aliases that share its privacy;
- ``render-12``: page 12 has to be rendered again, and nothing else is known to have changed;
- ``relate-12``: the related pages of page 12 have to be looked for again, and nothing else;
- ``card-12``: what lists show of page 12 changed in the read model, or how it is related to others;
  those that show it there look for their related pages again;
- ``face-12``: lists show page 12 otherwise, and it is related to others as before; those that name
  its card put the new one in place of it;
- ``recard-12``: the cards of the pages that page 12 is related to have to be put in again;
- ``order-12``: the pages below page 12 stand in another order;
- ``collection-3``: the pictures and files of collection 3 and of those below it;
- ``everything``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from django.db.models import Q, QuerySet
from wagtail.models import Collection, Page

from content import dependencies
from content.visibility import alias_paths
from media.models import Document as File
from media.models import Image
from publishing.models import Dependency, Document

EVERYTHING = "everything"
#: Names that stand for no page by themselves and for nothing that is shown.
_OF_THEIR_OWN = frozenset(
    {"tree", "render", "relate", "recard", "card", "face", "order", "collection", EVERYTHING}
)


def tree_name(page_id: int) -> str:
    """A page with everything below it, and the aliases of all that."""
    return f"tree-{page_id}"


def render_name(page_id: int) -> str:
    """A page that is to be rendered again."""
    return f"render-{page_id}"


def relate_name(page_id: int) -> str:
    """A page whose related pages are to be looked for again."""
    return f"relate-{page_id}"


def card_name(page_id: int) -> str:
    """A page's card, as it is stored."""
    return f"card-{page_id}"


def face_name(page_id: int) -> str:
    """What lists show of a page."""
    return f"face-{page_id}"


def recard_name(page_id: int) -> str:
    """A page that is to have the new cards of those that it is related to."""
    return f"recard-{page_id}"


def order_name(page_id: int) -> str:
    """The order of the pages below a page."""
    return f"order-{page_id}"


def is_relation(name: str) -> bool:
    """Whether a name stands for a page's related pages or for their cards."""
    return name.startswith(("relate-", "recard-"))


def is_order(name: str) -> bool:
    """Whether a name stands for the order of the pages below a page."""
    return name.startswith("order-")


def id_in(name: str) -> int:
    """Return the id in a name, or 0 where there is none."""
    rest = name.rpartition("-")[2]
    return int(rest) if rest.isdecimal() else 0


def collection_name(collection_id: int) -> str:
    """The pictures and files of a collection and of those below it."""
    return f"collection-{collection_id}"


def concerned_pages(names: Iterable[str]) -> list[int]:
    """Return the ids of the pages to look at again: the changed ones, then those that show them.

    Pages that no longer exist are among them as long as a document remembers them.
    """
    changed, following = changed_and_following(names, wherever_shown=False)
    return [*changed, *following]


def changed_and_following(
    names: Iterable[str], *, wherever_shown: bool = True
) -> tuple[list[int], list[int]]:
    """Return the ids of the pages that were changed, and of those that follow them.

    These are the pages that stand below, and those that show what was changed, ``wherever_shown``
    also those that list the changed pages as children or translations; a page and its translation
    one after the other, since each shows the other.
    """
    changed: dict[int, None] = {}
    below: dict[int, None] = {}
    shown_names: list[str] = []
    for name in dict.fromkeys(names):
        kind, _, rest = name.partition("-")
        if name == EVERYTHING:
            below.update(dict.fromkeys(_every_page()))
        elif kind in {"page", "render"}:
            changed[int(rest)] = None
        elif kind == "tree":
            tree = tree_of(int(rest))
            changed[int(rest)] = None
            below.update(dict.fromkeys(tree))
            # A page whose own rendering failed has no document, and yet others show it.
            shown_names.extend(dependencies.page_name(page_id) for page_id in tree)
        if kind == "collection":
            shown_names.extend(_files(int(rest)))
        elif kind not in _OF_THEIR_OWN:
            shown_names.append(name)
    if wherever_shown:
        shown_names.extend(_places({*changed, *below}))
    following = {**below, **dict.fromkeys(_showing(shown_names))}
    return list(changed), _beside_translations(
        [page_id for page_id in following if page_id not in changed]
    )


def _places(page_ids: AbstractSet[int]) -> Iterator[str]:
    """Yield names of what lists pages: those above them, now and in the read model, and twins."""
    pages = list(Page.objects.filter(pk__in=page_ids).values_list("path", "translation_key"))
    above = {path[: -Page.steplen] for path, _key in pages}
    documents = Document.objects.filter(page_id__in=page_ids)
    stored = list(documents.values_list("parent_id", "translation_key"))
    parents = {parent for parent, _key in stored if parent is not None}
    parents |= set(Page.objects.filter(path__in=above).values_list("pk", flat=True))
    yield from (dependencies.children_name(parent) for parent in sorted(parents))
    for key in sorted({key for _place, key in [*pages, *stored]}):
        yield dependencies.translations_name(key)


def _beside_translations(page_ids: list[int]) -> list[int]:
    """Return page ids with those of translations one after the other."""
    found = Page.objects.filter(pk__in=page_ids) if len(page_ids) > 1 else Page.objects.none()
    keys = dict(found.values_list("pk", "translation_key"))
    places: dict[object, int] = {}
    for place, page_id in enumerate(page_ids):
        places.setdefault(keys.get(page_id, page_id), place)
    return sorted(page_ids, key=lambda page_id: places[keys.get(page_id, page_id)])


def pages_to_relate(names: Iterable[str]) -> list[int]:
    """Return the ids of the pages whose related pages are to be looked for again."""
    return _named_or_showing(names, "relate-", "card-")


def pages_to_recard(names: Iterable[str]) -> list[int]:
    """Return the ids of the pages that are to show new cards of the same related pages."""
    return _named_or_showing(names, "recard-", "face-")


def _named_or_showing(names: Iterable[str], itself: str, card: str) -> list[int]:
    directly: dict[int, None] = {}
    cards: list[str] = []
    for name in dict.fromkeys(names):
        if name.startswith(itself):
            directly[id_in(name)] = None
        elif name.startswith(card):
            cards.append(card_name(id_in(name)))
    return list({**directly, **dict.fromkeys(_showing(cards))})


def _showing(names: list[str]) -> QuerySet[Dependency, int] | list[int]:
    if not names:
        return []
    found = Dependency.objects.filter(name__in=names)
    return found.order_by("document__page_id").values_list("document__page_id", flat=True)


def _every_page() -> list[int]:
    pages = Page.objects.filter(depth__gt=1).order_by("path").values_list("pk", flat=True)
    return [*pages, *Document.objects.order_by("pk").values_list("page_id", flat=True)]


def tree_of(page_id: int) -> list[int]:
    """Return the ids of a page, of all below it, and of the aliases that share its privacy."""
    path = Page.objects.filter(pk=page_id).values_list("path", flat=True).first()
    if path is None:
        return [page_id]
    concerned = Q()
    for top in {path, *alias_paths([path])}:
        concerned |= Q(path__startswith=top)
    return list(Page.objects.filter(concerned).order_by("path").values_list("pk", flat=True))


def _files(collection_id: int) -> Iterator[str]:
    path = Collection.objects.filter(pk=collection_id).values_list("path", flat=True).first()
    if path is None:
        return
    for image in Image.objects.filter(collection__path__startswith=path).values_list("pk"):
        yield dependencies.image_name(image[0])
    for file in File.objects.filter(collection__path__startswith=path).values_list("pk"):
        yield dependencies.file_name(file[0])
