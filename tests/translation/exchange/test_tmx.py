"""TMX 1.4, out and in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.translation.exchange.drawn import FRAGMENTS, WORDS
from translation.exchange import tmx
from translation.exchange.documents import ExchangeError, Fault
from translation.exchange.tmx import TmxPair

MOMENTS = st.none() | st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(microsecond=0))
PAIRS = st.builds(
    TmxPair,
    st.just("ja"),
    st.just("en"),
    FRAGMENTS,
    FRAGMENTS,
    st.integers(0, 10**9),
    st.sampled_from(["", "body.1234"]),
    st.just("") | WORDS,
    st.booleans(),
    st.booleans(),
    MOMENTS,
    MOMENTS,
)
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="EN-US" datatype="plaintext" segtype="sentence"
 adminlang="en" o-tmf="x" creationtool="x" creationtoolversion="1"/>
<body><tu><tuv xml:lang="JA-JP"><seg>これは<bpt i="1">&lt;cf bold="on"&gt;</bpt>太字<ept
 i="1">&lt;/cf&gt;</ept>です <hi>R&amp;D</hi></seg></tuv>
<tuv xml:lang="EN-US"><seg>This is bold</seg></tuv></tu><tu/></body></tmx>"""


@settings(max_examples=40, deadline=None)
@given(pairs=st.lists(PAIRS, min_size=1, max_size=3))
def test_a_round_trip_changes_neither_texts_nor_bytes(pairs: list[TmxPair]) -> None:
    data = tmx.write(pairs)
    assert tmx.read(data) == pairs
    assert tmx.write(tmx.read(data)) == data


def test_codes_of_other_programs_are_left_out_and_texts_kept() -> None:
    (pair,) = tmx.read(FOREIGN.encode())
    assert (pair.source_locale, pair.source) == ("EN-US", "This is bold")
    assert (pair.target_locale, pair.target) == ("JA-JP", "これは太字です R&amp;D")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"<tmx", Fault.NOT_READABLE),
        (b"<xliff/>", Fault.WRONG_FORMAT),
        (
            b'<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx>&b;</tmx>',
            Fault.HAS_DTD,
        ),
        (b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>', Fault.HAS_DTD),
        ("<tmx>訳".encode("euc-jp"), Fault.BROKEN_ENCODING),
    ],
)
def test_bad_files_are_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(ExchangeError) as refused:
        tmx.read(data)
    assert refused.value.fault is fault
