"""Brackets and quotation marks that are opened and not closed, or the reverse."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass

from .findings import Finding, Severity
from .segments import Pair, Text

_BRACKETS = {
    "(": ")",
    "（": "）",
    "[": "]",
    "［": "］",
    "{": "}",
    "｛": "｝",
    "【": "】",
    "〔": "〕",
}
_QUOTES = {"「": "」", "『": "』", "“": "”", "〈": "〉", "《": "》", "«": "»", "〝": "〟"}
#: Half-width and full-width ones close each other.
_FAMILY = {
    sign: opening.translate({ord("（"): "(", ord("［"): "[", ord("｛"): "{"}) + side
    for pairs in (_BRACKETS, _QUOTES)
    for opening, closing in pairs.items()
    for sign, side in ((opening, "<"), (closing, ">"))
}
_FAMILY["〟"] = _FAMILY["〞"] = "〝>"
_SIGN = re.compile("[" + re.escape("".join(_FAMILY)) + '"]')
#: “1)”, “a)”, “:-)”: no bracket that something opened.
_ENUMERATION = re.compile(
    r"(?:^|\n)[0-9０-９ivx]{1,4}$|(?:^|[\s、。])[0-9０-９A-Za-zア-ン]$|[:;=]-?$"
)
_QUOTE = re.compile('["' + re.escape("".join(_QUOTES) + "".join(_QUOTES.values())) + "]")
_SOME_QUOTE = re.compile(_QUOTE.pattern + "|['‘’]")
_SINGLE_OPENING = re.compile(
    r"(?<!\w)['‘](?=\w)(?!(?:em|til|cause|bout|kay|twas|tis|round|n|\d0s)\b)", re.IGNORECASE
)
_SINGLE_CLOSING = re.compile(r"(?<=[.,!?…])['’](?!\w)")
_SINGLE_WORD_END = re.compile(r"(?<=\w)['’](?!\w)")
_INCHES = re.compile(r"\d$")


@dataclass(frozen=True, slots=True)
class _Loose:
    """A bracket without its other half."""

    sign: str
    at: int
    quote: bool
    opens: bool


def _loose_ones(text: Text) -> list[_Loose]:
    words = text.words
    open_ones: defaultdict[str, list[_Loose]] = defaultdict(list)
    loose: list[_Loose] = []
    for match in _SIGN.finditer(words):
        sign, at = match.group(), match.start()
        if sign == '"':
            family, quote = sign, True
            opens = _opens(words, at, inside=bool(open_ones[sign]))
        else:
            family, side = _FAMILY[sign][:-1], _FAMILY[sign][-1]
            opens, quote = side == "<", family in _QUOTES
        if opens:
            open_ones[family].append(_Loose(family, at, quote, opens=True))
        elif open_ones[family]:
            open_ones[family].pop()
        elif not _opened_by_nothing(words, sign, at):
            loose.append(_Loose(family, at, quote, opens=False))
    loose += (one for ones in open_ones.values() for one in ones)
    return sorted(loose, key=lambda one: one.at)


def _opened_by_nothing(words: str, sign: str, at: int) -> bool:
    """Whether a closing sign needs none that opens: “1)”, “27"”."""
    pattern = _INCHES if sign == '"' else _ENUMERATION
    return sign in '")）' and bool(pattern.search(words[max(0, at - 6) : at]))


def _loose_single_quotes(words: str) -> list[_Loose]:
    """Single quotation marks that run over the ends of an English text."""
    opened = [match.start() for match in _SINGLE_OPENING.finditer(words)]
    closed = [match.start() for match in _SINGLE_CLOSING.finditer(words)]
    if len(opened) > len(closed):
        ends = [match.start() for match in _SINGLE_WORD_END.finditer(words, opened[0])]
        closed += ends[: len(opened) - len(closed)]
    if len(opened) > len(closed):
        return [_Loose("'", opened[-1], quote=True, opens=True)]
    if len(closed) > len(opened):
        return [_Loose("'", closed[0], quote=True, opens=False)]
    return []


def _opens(words: str, at: int, *, inside: bool) -> bool:
    """Whether a straight quotation mark opens: by what stands beside it, else by turns."""
    before, behind = words[at - 1 : at], words[at + 1 : at + 2]
    starts = not before or before.isspace() or before in "([（「-—–"
    ends = not behind or behind.isspace() or behind in ".,;:!?)]）」。、"
    if starts != ends:
        return starts
    return not inside


def brackets(pair: Pair) -> Iterator[Finding]:
    """Brackets and quotation marks of the target without their other half.

    A quotation that runs over several sentences is open in the source as well.
    """
    loose = _loose_ones(pair.target)
    if not loose and not _SOME_QUOTE.search(pair.source.words):
        return
    in_source = _loose_ones(pair.source)
    if pair.source.language == "en":
        in_source += _loose_single_quotes(pair.source.words)
    partners: defaultdict[tuple[bool, bool], deque[_Loose]] = defaultdict(deque)
    for one in in_source:
        partners[one.quote, one.opens].append(one)
    for one in loose:
        if partners[one.quote, one.opens]:
            partners[one.quote, one.opens].popleft()
            continue
        yield Finding(
            "bracket_not_closed" if one.opens else "bracket_not_opened",
            Severity.WARNING,
            {"target": pair.target.words[one.at]},
            pair.target.span(one.at, one.at + 1),
        )
    yield from _quotes_left_out(pair, [*partners[True, True], *partners[True, False]])


def _quotes_left_out(pair: Pair, in_source: list[_Loose]) -> Iterator[Finding]:
    """A quotation that is open in the source, of which the target shows nothing."""
    words = pair.target.words
    if not in_source or any(
        pattern.search(words) for pattern in (_QUOTE, _SINGLE_OPENING, _SINGLE_CLOSING)
    ):
        return
    one = in_source[0]
    yield Finding(
        "quote_missing",
        Severity.WARNING,
        {"source": pair.source.words[one.at]},
        source_span=pair.source.span(one.at, one.at + 1),
    )
