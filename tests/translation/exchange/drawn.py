"""Made-up documents, and how they are drawn at random."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from translation.exchange import inline
from translation.exchange.documents import PageDocument, TextUnit, UnitState, hash_of
from translation.exchange.inline import InlineTag, Piece

#: Every character that a page can hold, those that formats mind among the first tried.
LETTERS = st.one_of(
    st.sampled_from("=+-@&<>\"'{}[]\\%\t\n 　都市ｶﾞ㈱𠮷é_x0041_#~|;"),
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\x7f\u2028\u2029"
    ),
)
WORDS = st.text(LETTERS, min_size=1, max_size=30)
NOTES = WORDS.map(lambda text: " ".join(text.split()))


@st.composite
def pieces(draw: st.DrawFn, depth: int = 2) -> list[Piece]:
    """Words with nested tags among them, as a segment has them."""
    found: list[Piece] = [draw(WORDS)]
    for _number in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(["a", "b", "i", "strong", "br"]))
        if name == "br":
            found.append(InlineTag("br", "empty"))
        else:
            key = draw(st.sampled_from(["a1", "a2"])) if name == "a" else ""
            within = draw(pieces(depth - 1)) if depth else [draw(WORDS)]
            found += [InlineTag(name, "open", key), *within, InlineTag(name, "close")]
        found.append(draw(WORDS))
    return found


FRAGMENTS = pieces().map(lambda found: inline.to_html(inline.joined(found)))
STATES = st.sampled_from([UnitState.NEEDS_REVIEW, UnitState.TRANSLATED])


@st.composite
def units(draw: st.DrawFn) -> TextUnit:
    """A unit without its id, translated or not."""
    target = draw(st.one_of(st.just(""), FRAGMENTS))
    state = draw(STATES) if target else UnitState.NEW
    path = draw(st.from_regex(r"[a-z_]{1,9}(\.[0-9a-f]{4}){0,2}", fullmatch=True))
    return TextUnit("", path, draw(FRAGMENTS), target, state, draw(st.one_of(st.just(""), NOTES)))


@st.composite
def documents(draw: st.DrawFn) -> list[PageDocument]:
    """One to three pages of one pair of languages."""
    found = []
    for page in draw(st.lists(st.integers(1, 10**9), min_size=1, max_size=3, unique=True)):
        some = draw(st.lists(units(), min_size=1, max_size=4))
        found.append(document(*some, page=page))
    return found


def document(*some: TextUnit, page: int = 12, title: str = "都市間連携 & more") -> PageDocument:
    """A page of units, which are given ids in order."""
    numbered = tuple(replace(unit, id=f"u{number}") for number, unit in enumerate(some, 1))
    return PageDocument(page, title, hash_of(numbered), "ja", "en", numbered)
