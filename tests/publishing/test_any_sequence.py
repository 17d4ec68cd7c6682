"""Whatever happens in whatever order, the read model equals a fresh rendering."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from publishing.models import Change, Document, Pending
from publishing.writing import actions, outbox

from .happenings import OPERATIONS, Operation, World

#: Sequences on each database in every run of the tests; ``SEQUENCES=300`` drives more of them.
EXAMPLES = int(os.environ.get("SEQUENCES", "15"))
LONGEST = 8

pytestmark = pytest.mark.long


class AnySequence(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        World.build()
        actions.settle()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # each takes too long to look for a shorter one
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=False,
    )
    @given(
        chosen=st.lists(st.sampled_from(OPERATIONS), min_size=1, max_size=LONGEST),
        seed=st.integers(0, 2**16),
    )
    def test_the_read_model_equals_a_fresh_rendering(
        self, chosen: list[Operation], seed: int
    ) -> None:
        world = World(seed)
        with pytest.MonkeyPatch.context() as patch:
            if seed % 2:  # as a large site: much waits for its turn, and is done bit by bit
                patch.setattr(outbox, "FEW", 1)
                patch.setattr(actions, "CHUNK", 2)
            for operation in chosen:
                operation(world)
                actions.settle()
        assert actions.verify() == []
        assert not Pending.objects.exists()
        assert replayed() == stored()


def stored() -> dict[tuple[int, str], tuple[str, str]]:
    """What the read model holds: entity tag and path by number and language."""
    return {
        (document.number, document.locale): (document.etag, document.path)
        for document in Document.objects.all()
    }


def replayed() -> dict[tuple[int, str], tuple[str, str]]:
    """What somebody holds who has followed the change log from its beginning."""
    held: dict[tuple[int, str], tuple[str, str]] = {}
    for change in Change.objects.since(0):
        if change.kind == Change.Kind.TOMBSTONE:
            held.pop((change.number, change.locale), None)
        else:
            held[change.number, change.locale] = (change.etag, change.path)
    return held
