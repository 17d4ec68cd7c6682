"""OpenSearch's queries as far as they are in use: matching, BM25 and aggregations."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Protocol

Json = dict[str, Any]
#: BM25's constants, and bounds, as OpenSearch has them where nobody changed that.
K1, B = 1.2, 0.75
WINDOW = 10_000
MOST_CLAUSES = 1024
MOST_DEPTH = 20
MOST_BUCKETS = 65_535
LONGEST_PATTERN = 1000
#: What has a meaning in a pattern of Lucene where no backslash stands before it.
RESERVED = set('.?+*|{}[]()"\\#@&<>~')
CLASSES = set("dDsSwW")

#: What Java takes for white space, and how long a token of it is at most.
WHITE = re.compile("[\t-\r\x1c-\x20\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+")
LONGEST_TOKEN = 255

#: The documents that a query matches, by their places, with their scores.
Matches = dict[int, float]


class AnswerError(Exception):
    """An error as OpenSearch answers with it."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind
        cause = {"type": kind, "reason": reason}
        self.told: Json = {"root_cause": [cause], **cause}


class Text(Protocol):
    """A text: where each of its words stands, and how many there are."""

    places: dict[str, list[int]]
    length: int


class Document(Protocol):
    """A document: by field its text, its keywords or its number."""

    texts: dict[str, Any]
    keywords: dict[str, set[str]]
    numbers: dict[str, int]


def only(given: Any, known: Collection[str], kind: str) -> None:
    """Refuse what is no object, or has a member that is not known."""
    if not isinstance(given, dict):
        raise AnswerError(400, kind, "expected an object")
    for name in given:
        if name not in known:
            raise AnswerError(400, kind, f"unknown key [{name}]")


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens of the tokenizer “whitespace”."""
    for word in filter(None, WHITE.split(text)):
        for start in range(0, len(word), LONGEST_TOKEN):
            yield word[start : start + LONGEST_TOKEN]


def searched(documents: Sequence[Document], fields: dict[str, Json], body: Json) -> Json:
    """Return what a search answers with: hits and aggregations."""
    known = {"query", "size", "sort", "search_after", "track_total_hits", "timeout", "aggs"}
    only(body, {*known, "_source", "stored_fields"}, "parsing_exception")
    if not re.fullmatch(r"\d+ms", body.get("timeout", "1ms")):
        raise AnswerError(400, "parse_exception", "failed to parse [timeout]")
    if body.get("stored_fields", "_none_") != "_none_" or body.get("_source", False):
        raise AnswerError(400, "illegal_argument_exception", "nothing is stored here")
    reader = Reader(documents, fields)
    matches = reader.matches(body.get("query", {"match_all": {}}))
    found: Json = {"hits": {"max_score": None, "hits": hits(reader, matches, body)}}
    if "aggs" in body:
        found["aggregations"] = {
            name: aggregated(reader, matches, what) for name, what in body["aggs"].items()
        }
    return found


def hits(reader: Reader, matches: Matches, body: Json) -> list[Json]:
    """Return the documents asked for, in the order asked for."""
    size = body.get("size", 10)
    if type(size) is not int or not 0 <= size <= WINDOW:
        raise AnswerError(400, "illegal_argument_exception", "Result window is too large")
    keys: list[tuple[str, int]] = []
    for one in body.get("sort", [{"_score": "desc"}]):
        [(name, direction)] = one.items()
        if direction not in {"asc", "desc"}:
            raise AnswerError(400, "illegal_argument_exception", "Unknown SortOrder")
        if name != "_score" and reader.fields.get(name, {}).get("type") not in {"long", "integer"}:
            raise AnswerError(400, "query_shard_exception", f"No mapping found for [{name}]")
        keys.append((name, 1 if direction == "asc" else -1))

    def values(place: int) -> list[float]:
        numbers = reader.documents[place].numbers
        return [matches[place] if name == "_score" else numbers[name] for name, _sign in keys]

    def order(of: Sequence[float]) -> list[float]:
        return [value * sign for value, (_name, sign) in zip(of, keys, strict=True)]

    rows = sorted((values(place) for place in matches), key=order)
    if "search_after" in body:
        if len(body["search_after"]) != len(keys):
            raise AnswerError(400, "illegal_argument_exception", "search_after has another length")
        rows = [row for row in rows if order(row) > order(body["search_after"])]
    return [{"_index": "index", "_score": None, "sort": row} for row in rows[:size]]


def aggregated(reader: Reader, matches: Matches, what: Json) -> Json:
    """Return an aggregation over the documents that match."""
    [(kind, body)] = what.items()
    if kind == "filters":
        only(body, {"filters"}, "parsing_exception")
        buckets = {
            name: {"doc_count": len(matches.keys() & reader.matches(query).keys())}
            for name, query in body["filters"].items()
        }
        return {"buckets": buckets}
    if kind != "terms":
        raise AnswerError(400, "parsing_exception", f"Unknown aggregation type [{kind}]")
    only(body, {"field", "include", "order", "size"}, "parsing_exception")
    mapped = reader.fields.get(body["field"], {})
    if mapped.get("type") != "keyword" or not mapped.get("doc_values", True):
        raise AnswerError(
            400, "illegal_argument_exception", "Text fields are not optimised for this"
        )
    if not 0 < body["size"] <= MOST_BUCKETS:
        raise AnswerError(400, "illegal_argument_exception", "[size] must be greater than 0")
    if body.get("order") not in (None, [{"_count": "desc"}, {"_key": "asc"}]):
        raise AnswerError(400, "parsing_exception", "no other order here")
    is_included = pattern(body["include"]) if "include" in body else re.compile("(?s).*")
    counted = Counter(
        word
        for place in matches
        for word in reader.documents[place].keywords.get(body["field"], ())
        if is_included.fullmatch(word)
    )
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].encode()))
    shown = ranked[: body["size"]]
    return {
        "doc_count_error_upper_bound": 0,
        "sum_other_doc_count": counted.total() - sum(count for _word, count in shown),
        "buckets": [{"key": word, "doc_count": count} for word, count in shown],
    }


def pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of Lucene as Python has it: signs with backslashes, dots and stars."""
    if len(text) > LONGEST_PATTERN:
        raise AnswerError(400, "illegal_argument_exception", "The length of regex is too long")
    found, letters = "", iter(text)
    for letter in letters:
        if letter == "\\":
            taken = next(letters, "")
            if not taken or taken in CLASSES:
                raise AnswerError(400, "illegal_argument_exception", "no class of characters here")
            found += re.escape(taken)
        elif letter in RESERVED - {".", "*"}:
            raise AnswerError(400, "illegal_argument_exception", f"[{letter}] means something else")
        else:
            found += letter if letter in ".*" else re.escape(letter)
    return re.compile(found, re.DOTALL)


def kept_length(length: int) -> int:
    """Return a text's length as Lucene keeps it, in one byte: four digits, and how many follow."""
    rest = length - 24
    shift = max(rest.bit_length() - 4, 0) if rest > 0 else 0
    return ((rest >> shift) << shift) + 24 if rest > 0 else length


class Reader:
    """Matches queries against documents."""

    def __init__(self, documents: Sequence[Document], fields: dict[str, Json]) -> None:
        self.documents = documents
        self.fields = fields
        self.clauses = 0

    def matches(self, query: Json) -> Matches:
        """Return what a query matches."""
        self.clauses = 0
        return self._matches(query, 0)

    def _matches(self, query: Json, depth: int) -> Matches:
        if not isinstance(query, dict) or len(query) != 1 or depth > MOST_DEPTH:
            raise AnswerError(400, "parsing_exception", "query malformed")
        [(kind, body)] = query.items()
        if kind == "bool":
            return self._bool(body, depth)
        if kind == "match_all":
            only(body, (), "parsing_exception")
            return dict.fromkeys(range(len(self.documents)), 1.0)
        known: dict[str, Callable[[str, Any], Matches]] = {
            "term": self._term,
            "terms": self._terms,
            "prefix": self._prefix,
            "match_phrase": self._phrase,
        }
        if kind not in known:
            raise AnswerError(400, "parsing_exception", f"unknown query [{kind}]")
        if not isinstance(body, dict) or len(body) != 1:
            raise AnswerError(400, "parsing_exception", f"[{kind}] query doesn't support this")
        [(name, asked)] = body.items()
        if self.fields.get(name, {}).get("type") != "text":
            raise AnswerError(400, "query_shard_exception", f"cannot search on field [{name}]")
        return known[kind](name, asked)

    def _bool(self, body: Json, depth: int) -> Matches:
        only(body, {"filter", "must", "should"}, "parsing_exception")
        required = [self._matches(one, depth + 1) for one in body.get("must", [])]
        filters = [self._matches(one, depth + 1) for one in body.get("filter", [])]
        optional = [self._matches(one, depth + 1) for one in body.get("should", [])]
        places = set(range(len(self.documents)))
        for one in (*required, *filters):
            places &= one.keys()
        if optional and not (required or filters):
            places &= set().union(*optional)
        return {
            place: sum(one.get(place, 0.0) for one in (*required, *optional)) for place in places
        }

    def _counted(self, clauses: int) -> None:
        self.clauses += clauses
        if self.clauses > MOST_CLAUSES:
            raise AnswerError(400, "too_many_nested_clauses", "maxClauseCount is set to 1024")

    def _term(self, name: str, asked: Json) -> Matches:
        only(asked, {"value"}, "parsing_exception")
        self._counted(1)
        word = asked["value"]
        has_frequencies = self.fields[name].get("index_options") != "docs"
        found = {
            place: len(text.places[word]) if has_frequencies else 1
            for place, text in self._texts(name).items()
            if word in text.places
        }
        return self._scored(name, found, self._rarity(name, word))

    def _terms(self, name: str, asked: list[str]) -> Matches:
        self._counted(1)
        texts = self._texts(name).items()
        return {place: 1.0 for place, text in texts if not text.places.keys().isdisjoint(asked)}

    def _prefix(self, name: str, asked: Json) -> Matches:
        only(asked, {"value"}, "parsing_exception")
        self._counted(1)
        return {
            place: 1.0
            for place, text in self._texts(name).items()
            if any(word.startswith(asked["value"]) for word in text.places)
        }

    def _phrase(self, name: str, asked: Json) -> Matches:
        only(asked, {"query"}, "parsing_exception")
        words = list(tokens(asked["query"]))
        self._counted(len(words))
        if self.fields[name].get("index_options", "positions") != "positions":
            raise AnswerError(400, "illegal_argument_exception", "indexed without position data")
        found: dict[int, int] = {}
        for place, text in self._texts(name).items():
            first, *others = (set(text.places.get(word, ())) for word in words)
            times = sum(
                all(begin + step in other for step, other in enumerate(others, start=1))
                for begin in first
            )
            if times:
                found[place] = times
        return self._scored(name, found, sum(self._rarity(name, word) for word in words))

    def _texts(self, name: str) -> dict[int, Text]:
        return {
            place: document.texts[name]
            for place, document in enumerate(self.documents)
            if name in document.texts and document.texts[name].length
        }

    def _rarity(self, name: str, word: str) -> float:
        texts = self._texts(name).values()
        holding = sum(word in text.places for text in texts)
        return math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))

    def _scored(self, name: str, frequencies: dict[int, int], rarity: float) -> Matches:
        texts = self._texts(name)
        average = sum(text.length for text in texts.values()) / max(len(texts), 1)
        return {
            place: rarity
            * (K1 + 1)
            * times
            / (times + K1 * (1 - B + B * kept_length(texts[place].length) / average))
            for place, times in frequencies.items()
        }
