"""An index of OpenSearch or Elasticsearch, which ranks by BM25.

Terms come as the analysis made them, so the index divides them at spaces and changes nothing. One
field holds all columns, a column's words as often as it weighs: so each term has one frequency,
whichever columns it is in. Between columns is a gap that no phrase crosses.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import Any

from django.conf import settings
from opensearchpy.helpers import streaming_bulk

from ..analysis.terms import PAIR_MARK
from ..ids import by_ids
from ..models import Entry
from . import WEIGHTS, Found, Indexed
from .cluster import RefusedError, cluster
from .deadlines import Deadline, OutOfTimeError
from .expressions import All, Either, Expression, Phrase, Term

logger = logging.getLogger(__name__)

#: A query in the cluster's language.
Query = dict[str, Any]
#: Documents of one answer at most, as clusters have it where nobody changed that.
WINDOW = 10_000
#: Seconds for a request without a deadline, and for one that nobody waits for.
SECONDS = 5.0
SECONDS_IN_BULK = 120.0
#: Bytes of documents that one request carries, about.
MOST_BYTES = 10 * 1024 * 1024
#: The kind of error of a request for an index that is missing; what is no error at all.
NO_INDEX = "index_not_found_exception"
NOT_FOUND = "not_found"

INDEX: dict[str, Any] = {
    "settings": {
        "index": {
            # One, since each counts the frequencies of terms among its own documents.
            "number_of_shards": 1,
            "analysis": {"analyzer": {"terms": {"type": "custom", "tokenizer": "whitespace"}}},
        }
    },
    "mappings": {
        "dynamic": "strict",
        "_source": {"enabled": False},
        "properties": {
            "number": {"type": "long"},
            "length": {"type": "integer"},
            "terms": {"type": "text", "analyzer": "terms"},
            "pairs": {"type": "text", "analyzer": "terms", "index_options": "docs"},
            "vocabulary": {"type": "keyword", "index": False},
        },
    },
}

#: Whether this thread stores very many documents, which are found when all are stored.
_is_in_bulk = ContextVar("_is_in_bulk", default=False)
#: Whatever may mean something in a pattern: what is no letter and no digit.
_SIGN = re.compile(r"([\x00-/:-@\[-`{-\x7f])")


class ClusterEngine:
    """An :class:`~search.engines.Engine` in an index of the cluster that the settings name."""

    def __init__(self, deadline: Deadline | None = None) -> None:
        self.deadline = deadline
        self.index: str = settings.SEARCH_CLUSTER["INDEX"]

    def is_available(self) -> bool:
        return not cluster().is_resting

    def store(self, documents: Mapping[int, Indexed]) -> None:
        if documents:
            self._create_if_missing()
            self._change(
                {"_op_type": "index", "_id": str(number), "_source": _fields(number, indexed)}
                for number, indexed in documents.items()
            )

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Let the cluster sort in what is new when everything is there."""
        self._create_if_missing()
        self._refresh_each("-1")
        before = _is_in_bulk.set(True)
        try:
            yield
        finally:
            _is_in_bulk.reset(before)
            self._refresh_each(None)
            self._ask("indices.refresh")

    def _refresh_each(self, interval: str | None) -> None:
        self._ask("indices.put_settings", body={"index": {"refresh_interval": interval}})

    def remove(self, document_ids: Collection[int]) -> None:
        self._change({"_op_type": "delete", "_id": str(number)} for number in document_ids)

    def clear(self) -> None:
        try:
            self._ask("indices.delete")
        except RefusedError as error:
            if error.kind != NO_INDEX:
                raise
        self._create_if_missing()

    def stored(self) -> set[int]:
        found: set[int] = set()
        after: list[Any] | None = None
        while True:
            hits = self._hits({"match_all": {}}, [{"number": "asc"}], WINDOW, after)
            found.update(number for (number,) in hits)
            if len(hits) < WINDOW:
                return found
            after = hits[-1]

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        asked = list(dict.fromkeys(terms))
        if not asked:
            return {}
        fields: dict[str, list[str]] = {}
        for term in asked:
            fields.setdefault(_field_of(term), []).append(term)
        counted = {str(place): compiled(Term(term)) for place, term in enumerate(asked)}
        found = self._aggregated(
            {"bool": {"should": [{"terms": {field: some}} for field, some in fields.items()]}},
            {"filters": {"filters": counted}},
        )
        return {
            asked[int(place)]: bucket["doc_count"]
            for place, bucket in found.get("buckets", {}).items()
            if bucket["doc_count"]
        }

    def beginning_with(self, beginning: str, most: int) -> list[tuple[str, int]]:
        found = self._aggregated(
            compiled(Term(beginning, is_prefix=True)),
            {
                "terms": {
                    "field": "vocabulary",
                    "include": _SIGN.sub(r"\\\1", beginning) + ".*",
                    "order": [{"_count": "desc"}, {"_key": "asc"}],
                    "size": most,
                }
            },
        )
        return [(bucket["key"], bucket["doc_count"]) for bucket in found.get("buckets", [])]

    def find(self, required: Expression, ranking: Collection[Expression], most: int) -> list[Found]:
        asked: dict[str, Any] = {"filter": [compiled(required)]}
        if ranking:
            asked["should"] = [compiled(one) for one in ranking]
        hits = self._hits(
            {"bool": asked},
            [{"_score": "desc"} if ranking else {"length": "asc"}, {"number": "asc"}],
            min(most, WINDOW),
        )
        if not hits:
            return []
        entries = by_ids(Entry.objects.all(), [number for _place, number in hits if number > 0])
        locales = dict(entries.values_list("pk", "locale"))
        return [
            Found(number, locales.get(number, ""), place if ranking else 1 / (1 + place))
            for place, number in hits
            if number < 0 or number in locales
        ]

    def size(self) -> int:
        try:
            answer = self._ask("indices.stats", metric="store")
        except RefusedError as error:
            if error.kind != NO_INDEX:
                raise
            return 0
        return int(answer["_all"]["primaries"]["store"]["size_in_bytes"])

    def _create_if_missing(self) -> None:
        if self._ask("indices.exists"):
            return
        try:
            self._ask("indices.create", body=INDEX)
        except RefusedError as error:
            if error.kind != "resource_already_exists_exception":
                raise

    def _change(self, changes: Iterable[dict[str, Any]]) -> None:
        """Make changes, which are found at once unless they are made in bulk.

        Raises:
            RefusedError: the cluster refused a document.
        """
        refresh = "false" if _is_in_bulk.get() else "true"

        def send(client: Any, **limits: Any) -> list[Any]:
            return list(
                streaming_bulk(
                    client,
                    changes,
                    max_chunk_bytes=MOST_BYTES,
                    raise_on_error=False,
                    yield_ok=False,
                    index=self.index,
                    refresh=refresh,
                    **limits,
                )
            )

        for _ok, refused in self._answered(send):
            [(action, item)] = refused.items()
            kind = item.get("error", {}).get("type", NOT_FOUND)
            if not (action == "delete" and kind in {NOT_FOUND, NO_INDEX}):
                raise RefusedError(item["status"], f"{kind} for document {item['_id']}")

    def _hits(
        self, query: Query, order: list[Any], most: int, after: list[Any] | None = None
    ) -> list[list[Any]]:
        """Return by what documents that match are sorted: all that is read of each of them."""
        asked = {"query": query, "sort": order, "size": most, "track_total_hits": False}
        asked |= {"_source": False, "stored_fields": "_none_"}
        answer = self._searched(asked | ({"search_after": after} if after else {}))
        return [hit["sort"] for hit in answer.get("hits", {}).get("hits", [])]

    def _aggregated(self, query: Query, what: dict[str, Any]) -> dict[str, Any]:
        """Return what documents that match hold together; nothing where there is no index."""
        answer = self._searched({"query": query, "size": 0, "aggs": {"found": what}})
        found: dict[str, Any] = answer.get("aggregations", {}).get("found", {})
        return found

    def _searched(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.deadline:
            body = {**body, "timeout": f"{self.deadline.milliseconds()}ms"}
        # The same copy of the index each time, so that pages of results follow each other.
        copy = hashlib.sha256(json.dumps(body.get("query")).encode()).hexdigest()[:16]
        try:
            answer: dict[str, Any] = self._ask("search", body=body, preference=copy)
        except RefusedError as error:
            if error.kind == NO_INDEX:
                return {}
            logger.error("A question is not answered: %s", error)
            raise
        if answer.get("timed_out"):
            raise OutOfTimeError
        return answer

    def _ask(self, name: str, **arguments: Any) -> Any:
        """Return the answer to a request for the index, called as the client calls it."""

        def send(client: Any, **limits: Any) -> Any:
            return attrgetter(name)(client)(index=self.index, **arguments, **limits)

        return self._answered(send)

    def _answered(self, send: Callable[..., Any]) -> Any:
        return cluster().ask(send, self._seconds(), is_urgent=self.deadline is not None)

    def _seconds(self) -> float:
        """Return how long an answer may take.

        Raises:
            OutOfTimeError: no time is left.
        """
        if self.deadline:
            return self.deadline.milliseconds() / 1000
        return SECONDS_IN_BULK if _is_in_bulk.get() else SECONDS


def _fields(number: int, indexed: Indexed) -> dict[str, Any]:
    """Return a document as the index keeps it."""
    places: list[str] = []
    for column, weight in WEIGHTS.items():
        for terms in (indexed.words[column], indexed.beside[column]):
            # As often as it weighs, rounded: a hit in a title is three hits.
            places += [" ".join(terms)] * round(weight) if terms else []
    held = [
        term
        for kept in (indexed.words, indexed.beside)
        for terms in kept.values()
        for term in terms
    ]
    return {
        "number": number,
        "length": len(held),
        "terms": places,
        "pairs": " ".join(indexed.pairs),
        "vocabulary": list(dict.fromkeys(held)),
    }


def _field_of(term: str) -> str:
    return "pairs" if term.startswith(PAIR_MARK) else "terms"


def compiled(expression: Expression) -> Query:
    """Return an expression in the cluster's language; whatever a term holds stands for itself."""
    match expression:
        case Term(text, is_prefix):
            return {"prefix" if is_prefix else "term": {_field_of(text): {"value": text}}}
        case Phrase(terms):
            return {"match_phrase": {"terms": {"query": " ".join(terms)}}}
        case All(of):
            return {"bool": {"must": [compiled(one) for one in of]}}
        case Either(of):
            return {"bool": {"should": [compiled(one) for one in of]}}
