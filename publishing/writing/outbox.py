"""The queue of the read model: what waits, each name once, and what goes first.

Whoever lets something happen records its name (:mod:`.recording`). Whoever holds the ledger looks
at what was recorded, and puts in its place the pages that are to be rendered (``render-12``) and
those whose related pages are to be looked for (``relate-12``). Only the holder of the ledger writes
these two kinds of names, so that nobody waits for anybody while recording.

The turns (``Pending.Turn``): what happened is looked at before anything else is done; then come the
pages that people have changed, then what shows them, and last what one change concerns in great
number, such as the 3,000 pages of a renamed city: it never stands before what somebody did since.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from contextvars import ContextVar

from django.db.models import QuerySet

from publishing.models import Pending

from . import invalidation

Turn = Pending.Turn

#: What one happening concerns is many when it is more than this.
FEW = 50
ERROR_LENGTH = 2000
#: Names in one statement.
TOGETHER = 1000

#: What this process could not record, as on a full disk.
unrecorded: set[str] = set()

_own: ContextVar[frozenset[str]] = ContextVar("own", default=frozenset())


def record(names: Iterable[str]) -> None:
    """Remember that things happened; a name that waits already is looked at once more.

    Within a transaction it is remembered when that is committed.
    """
    rows = [
        Pending(name=name, turn=Turn.RECORDED, mark=secrets.randbits(62))
        for name in sorted(set(names))
    ]
    Pending.objects.bulk_create(
        rows,
        batch_size=TOGETHER,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["turn", "mark", "attempts", "error"],
    )


def note_own(names: Iterable[str]) -> None:
    """Note what this request, or whatever else runs in this context, has recorded."""
    _own.set(_own.get() | frozenset(names))


def take_own() -> frozenset[str]:
    """Return what was noted since this was asked last."""
    names = _own.get()
    if names:
        _own.set(frozenset())
    return names


def put(renders: Collection[int], names: Collection[str], turn: int, since: int) -> set[str]:
    """Let pages wait that are to be rendered, and what changes of the read model concern.

    ``names`` are what :meth:`~.storing.Writer.store` returns; of them come the pages whose related
    pages are to be looked for. ``since`` is the round in which their cause was looked at. For a
    page that waits already the earlier turn and the later round hold. To be called by the holder of
    the ledger.

    Returns:
        The names under which they wait.
    """
    relating = int(Turn.RELATING_MANY if turn == Turn.MANY else Turn.RELATING)
    to_relate = invalidation.pages_to_relate(names)
    to_recard = set(invalidation.pages_to_recard(names)).difference(to_relate)
    wanted = {invalidation.relate_name(page_id): relating for page_id in to_relate}
    wanted |= {invalidation.recard_name(page_id): relating for page_id in sorted(to_recard)}
    wanted |= {invalidation.render_name(page_id): int(turn) for page_id in renders}
    names = list(wanted)
    known: dict[str, int] = {}
    for start in range(0, len(names), TOGETHER):
        rows = Pending.objects.filter(name__in=names[start : start + TOGETHER])
        known |= dict(rows.values_list("name", "turn"))
        rows.filter(attempts__gt=0).update(attempts=0, error="")
        rows.filter(round__lt=since).update(round=since)
    for earlier in sorted(set(wanted.values())):
        late = [name for name in names if wanted[name] == earlier < known.get(name, earlier)]
        late += [name for name in names if wanted[name] == earlier and not known.get(name, 1)]
        Pending.objects.filter(name__in=late).update(turn=earlier)
    Pending.objects.bulk_create(
        [Pending(name=name, turn=wanted[name], round=since) for name in names if name not in known],
        batch_size=TOGETHER,
    )
    return set(names)


def recorded(most: int, among: Collection[str] | None = None) -> list[Pending]:
    """Return what happened and has not been looked at, the oldest first."""
    return list(_ready(among).filter(turn=Turn.RECORDED).order_by("pk")[:most])


def next_pages(most: int, among: Collection[str] | None = None) -> list[Pending]:
    """Return what is to be rendered, or related, next: all of one turn."""
    rows = list(_ready(among).exclude(turn=Turn.RECORDED).order_by("turn", "pk")[:most])
    return [row for row in rows if row.turn == rows[0].turn]


def of_one_turn(ids: Collection[int]) -> list[Pending]:
    """Return those rows that still wait and are of the same turn, the first one's."""
    rows = list(Pending.objects.filter(pk__in=ids).order_by("turn", "pk"))
    return [row for row in rows if row.turn == rows[0].turn]


def is_any(among: Collection[str] | None = None) -> bool:
    """Whether anything waits that has not failed."""
    return _ready(among).exists()


def failed(attempts: int) -> list[int]:
    """Return the ids of what failed less often than ``attempts`` times."""
    rows = Pending.objects.filter(attempts__range=(1, attempts - 1))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def fail(name: str, error: str) -> None:
    """Note that something failed, which waits to be tried again."""
    row, _created = Pending.objects.get_or_create(name=name, defaults={"turn": Turn.FOLLOWING})
    row.attempts += 1
    row.error = error[:ERROR_LENGTH]
    row.save(update_fields=["attempts", "error"])


def finish(rows: Collection[Pending], waits: Collection[str] = ()) -> None:
    """Forget what is done, unless it was recorded again meanwhile or ``waits`` now for its turn."""
    marks = {row.pk: row.mark for row in rows if row.name not in waits}
    # What another transaction is recording again at this moment stays, and nobody waits for it.
    kept = Pending.objects.select_for_update(skip_locked=True).filter(pk__in=marks)
    done = [pk for pk, mark in kept.values_list("pk", "mark") if marks[pk] == mark]
    Pending.objects.filter(pk__in=done).delete()


def forget_rendered(page_ids: Iterable[int]) -> None:
    """Forget that pages wait to be rendered which have just been."""
    names = [invalidation.render_name(page_id) for page_id in page_ids]
    for start in range(0, len(names), TOGETHER):
        Pending.objects.filter(name__in=names[start : start + TOGETHER]).delete()


def _ready(among: Collection[str] | None) -> QuerySet[Pending]:
    rows = Pending.objects.filter(attempts=0)
    return rows if among is None else rows.filter(name__in=among)
