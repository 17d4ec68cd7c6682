"""PostgreSQL's ``tsvector`` with GIN indexes, without any extension, ranked by BM25.

Vectors and questions are written as literals: ``to_tsvector`` and ``to_tsquery`` would divide
terms anew. ``ts_rank`` knows neither how rare a term is nor how long a text, and reads the whole
vector of each document that it ranks, so ranking asks the index alone: ``weighed`` holds each term
once more together with its level of frequency, and the documents that hold a term at a level are
one look-up, without their vectors. Only what follows each other is looked for in vectors, in the
first few documents.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable, QueryCanceled  # type: ignore[import-untyped]

from ..analysis.terms import PAIR_MARK
from . import Found, Indexed
from .deadlines import Deadline, OutOfTimeError
from .expressions import Expression, Phrase, Term, has_phrase, leaves, unplaced
from .vectors import Placed, compiled, listed, looked_up, quoted

logger = logging.getLogger(__name__)

#: BM25's constants, as FTS5 has them: how soon more of a term stops counting, and how much longer
#: texts are put back.
SATURATION = 1.2
LENGTH_SHARE = 0.75
#: How many of the best documents are looked at for what follows each other: to rank them higher,
#: and where it has to be found.
CLOSELY = 100
CLOSELY_REQUIRED = 400
#: FTS5 has no negative rarities either.
LEAST_RARITY = 1e-6
#: Documents of terms that one ranking reads, about: the commonest terms, which tell least, are left
#: out when there are more.
MOST_READ = 12_000
#: So many entries are not looked up one by one.
MANY = 500
#: Pairs of characters that more documents hold are not counted further.
MOST_COUNTED = 2_000

#: What GIN keeps from being looked up, and how many kilobytes each collects while very many
#: documents are stored: a question has to read them from end to end.
INDEXES = ("search_index_terms", "search_index_weighed", "search_index_pairs")
PENDING = 1024
#: How long changing that may wait for others, and how often it is tried at the end.
LOCK_TIMEOUT = "500ms"
MOST_ATTEMPTS = 20

TABLES = (
    (
        "CREATE TABLE search_index (document_id bigint PRIMARY KEY, terms tsvector NOT NULL,"
        " pairs tsvector NOT NULL, length integer NOT NULL)"
    ),
    "CREATE INDEX search_index_terms ON search_index USING gin (terms)",
    "CREATE INDEX search_index_pairs ON search_index USING gin (pairs)",
    (
        'CREATE TABLE search_vocabulary (term text COLLATE "C" PRIMARY KEY,'
        " documents integer NOT NULL)"
    ),
)


class DatabaseEngine:
    """An :class:`~search.engines.Engine` in the site's own PostgreSQL database."""

    def __init__(self, deadline: Deadline | None = None) -> None:
        self.deadline = deadline

    def is_available(self) -> bool:
        return True

    def store(self, documents: Mapping[int, Indexed]) -> None:
        if not documents:
            return
        placed = {document_id: Placed.of(indexed) for document_id, indexed in documents.items()}
        changed = Counter(term for one in placed.values() for term in one.places)
        changed.subtract(self._kept_terms(documents))
        rows = [
            (
                document_id,
                one.vector,
                one.weighed,
                listed(documents[document_id].pairs),
                one.length,
            )
            for document_id, one in placed.items()
        ]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE document_id = ANY(%s)", [list(placed)])
            cursor.executemany(
                "INSERT INTO search_index (document_id, terms, weighed, pairs, length)"
                " VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector, %s)",
                rows,
            )
        self._count(changed)

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Let the indexes collect entries and sort them in together.

        Changing an index waits for whoever is reading it, and everybody else for that: it is given
        up where it would take long, and then storing is as slow as ever.
        """
        self._collect(f"fastupdate = on, gin_pending_list_limit = {PENDING}", attempts=1)
        try:
            yield
        finally:
            self._collect("fastupdate = off", attempts=MOST_ATTEMPTS)

    @classmethod
    def _collect(cls, how: str, attempts: int) -> None:
        for name in INDEXES:
            if not any(cls._changed(name, how) for _attempt in range(attempts)):
                logger.warning("The index %s is in use and could not be set to %s.", name, how)

    @staticmethod
    def _changed(index: str, how: str) -> bool:
        """Change how an index collects, unless others use it too long; return whether it was."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
                cursor.execute(f"ALTER INDEX {index} SET ({how})")
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
                cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                return False
            raise
        return True

    def remove(self, document_ids: Collection[int]) -> None:
        ids = list(document_ids)
        if not ids:
            return
        lost = self._kept_terms(ids)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index WHERE document_id = ANY(%s)", [ids])
        self._count(Counter({term: -documents for term, documents in lost.items()}))

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")
            cursor.execute("DELETE FROM search_vocabulary")

    def stored(self) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT document_id FROM search_index")
            return {row[0] for row in cursor.fetchall()}

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        asked = list(dict.fromkeys(terms))
        pairs = [term for term in asked if term.startswith(PAIR_MARK)]
        words = [term for term in asked if not term.startswith(PAIR_MARK)]
        found: dict[str, int] = {}
        if words:
            statement = (
                "SELECT term, documents FROM search_vocabulary"
                " WHERE term = ANY(%s) AND documents > 0"
            )
            found |= self._rows(statement, [words])
        if pairs:
            statement = (
                "SELECT term, documents FROM unnest(%s::text[], %s::text[]) asked (term, query),"
                " LATERAL (SELECT count(*) AS documents FROM (SELECT FROM search_index"
                " WHERE pairs @@ asked.query::tsquery LIMIT %s) one) counted"
                " WHERE documents > 0"
            )
            queries = [quoted(pair) for pair in pairs]
            found |= self._rows(statement, [pairs, queries, MOST_COUNTED])
        return found

    def beginning_with(self, beginning: str, most: int) -> list[tuple[str, int]]:
        return self._rows(
            "SELECT term, documents FROM search_vocabulary"
            " WHERE term >= %s AND term < %s AND documents > 0"
            " ORDER BY documents DESC, term LIMIT %s",
            [beginning, beginning + "\U0010ffff", most],
        )

    def find(self, required: Expression, ranking: Collection[Expression], most: int) -> list[Found]:
        ranked = list(dict.fromkeys(leaf for one in ranking for leaf in leaves(one)))
        phrases = [leaf for leaf in ranked if isinstance(leaf, Phrase)]
        if has_phrase(required):
            scored = self._scored(required, ranked, CLOSELY_REQUIRED)
            return [one.found for one in self._closely(scored, phrases, required)][:most]
        scored = self._scored(required, ranked, most)
        if phrases:
            scored = [*self._closely(scored[:CLOSELY], phrases), *scored[CLOSELY:]]
        return [one.found for one in scored]

    def _scored(
        self, required: Expression, ranked: list[Term | Phrase], most: int
    ) -> list[_Scored]:
        """Return documents by the terms that they hold, wherever these stand, the best first.

        Terms that only count side by side decide who is looked at closely, and score nothing yet.
        """
        column = "pairs" if _asks_pairs(required) else "terms"
        own = {leaf.text for leaf in ranked if isinstance(leaf, Term)}
        placed = {term for leaf in ranked if isinstance(leaf, Phrase) for term in leaf.terms}
        told = self._telling(own | placed)
        asked = [
            (query, rarity, frequency, term in own)
            for term, rarity in told.items()
            for query, frequency in looked_up(term)
        ]
        queries, weights, frequencies, counted = zip(*asked, strict=True) if asked else ((),) * 4
        posted = {"average": self._average, "queries": list(queries), "rarities": list(weights)}
        posted |= {"frequencies": list(frequencies), "counted": list(counted), "most": most}
        is_read = isinstance(required, Term) and required.text in told
        rows = self._rows(
            (_POSTED if is_read else _SCORED).format(
                column=column,
                posted="pairs" if column == "pairs" else "weighed",
                entries=_ALL_ENTRIES if is_read and self._is_common(required) else _ENTRY,
            ),
            {**posted, "required": compiled(unplaced(required))},
        )
        return [_Scored(Found(pk, locale, score), norm) for pk, locale, score, norm in rows]

    def _is_common(self, term: Expression) -> bool:
        return isinstance(term, Term) and self._known.get(term.text, 0) > MANY

    def _closely(
        self, scored: list[_Scored], phrases: list[Phrase], required: Expression | None = None
    ) -> list[_Scored]:
        """Return documents in a new order: what follows each other counts as a term of its own."""
        if not scored:
            return []
        rarities = self._rarities(term for one in phrases for term in one.terms)
        checks = ", ".join(["terms @@ %s::tsquery"] * len(phrases))
        # The vector is read once for all checks.
        statement = (
            "WITH vectors AS MATERIALIZED (SELECT document_id, terms || ''::tsvector AS terms"  # noqa: S608  # no word of a question
            " FROM search_index WHERE document_id = ANY(%s))"
            f" SELECT document_id, ARRAY[{checks}]::boolean[] FROM vectors"
        )
        rows = self._rows(
            statement + (" WHERE terms @@ %s::tsquery" if required else ""),
            [
                [one.found.document_id for one in scored],
                *(compiled(one) for one in phrases),
                *([compiled(required)] if required else []),
            ],
        )
        held = dict(rows)
        gains = [max(rarities.get(term, 0.0) for term in one.terms) for one in phrases]
        placed = [
            one.with_more(sum(gain for gain, holds in zip(gains, held[pk], strict=True) if holds))
            for one in scored
            if (pk := one.found.document_id) in held
        ]
        return sorted(placed, key=lambda one: (-one.found.score, one.found.document_id))

    def _rarities(self, terms: Iterable[str]) -> dict[str, float]:
        """Return BM25's inverse document frequency of terms, as FTS5 has it."""
        return {
            term: max(math.log((self._total - documents + 0.5) / (documents + 0.5)), LEAST_RARITY)
            for term, documents in self._frequencies(terms).items()
        }

    def _telling(self, terms: Iterable[str]) -> dict[str, float]:
        """Return the rarities of terms without the commonest, as far as all take long to read."""
        frequencies = self._frequencies(terms)
        rarest = sorted(frequencies, key=lambda term: (frequencies[term], term))
        read = accumulate(frequencies[term] for term in rarest)
        kept = [
            term
            for place, (term, so_far) in enumerate(zip(rarest, read, strict=True))
            if not place or so_far <= MOST_READ
        ]
        return self._rarities(kept)

    def _frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return :meth:`frequencies`, each asked for once for one question."""
        asked = set(terms)
        if missing := asked - self._known.keys():
            self._known |= {**dict.fromkeys(missing, 0), **self.frequencies(missing)}
        return {term: self._known[term] for term in asked if self._known[term]}

    @cached_property
    def _known(self) -> dict[str, int]:
        return {}

    @property
    def _total(self) -> int:
        return self._statistics[0]

    @property
    def _average(self) -> float:
        return self._statistics[1]

    @cached_property
    def _statistics(self) -> tuple[int, float]:
        """How many documents there are, and how many words they have on average."""
        [(total, average)] = self._rows(
            "SELECT count(*), greatest(coalesce(avg(length), 1), 1)::float8 FROM search_index", []
        )
        return total, average

    def size(self) -> int:
        [(size,)] = self._rows(
            "SELECT pg_total_relation_size('search_index')"
            " + pg_total_relation_size('search_vocabulary')",
            [],
        )
        return int(size)

    def _kept_terms(self, document_ids: Collection[int]) -> Counter[str]:
        """Return in how many of some documents each term is, as these are kept."""
        rows = self._rows(
            "SELECT lexeme, count(*) FROM search_index, unnest(terms)"
            " WHERE document_id = ANY(%s) GROUP BY lexeme",
            [list(document_ids)],
        )
        return Counter(dict(rows))

    def _count(self, changed: Mapping[str, int]) -> None:
        """Keep in how many documents terms are, more or less than before."""
        rows = sorted((term, more) for term, more in changed.items() if more)
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_vocabulary AS known (term, documents)"
                " SELECT * FROM unnest(%s::text[], %s::integer[])"
                " ON CONFLICT (term)"
                " DO UPDATE SET documents = known.documents + excluded.documents",
                [[term for term, _more in rows], [more for _term, more in rows]],
            )

    def _rows(self, statement: str, values: Any) -> list[Any]:
        """Return what a statement reads, which is broken off when the deadline is over.

        Without indexes it would read every vector, and compiling it would take longer than it does.
        """
        is_inner = connection.in_atomic_block
        milliseconds = self.deadline.milliseconds() if self.deadline else 0
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true),"
                    " set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)",
                    [str(milliseconds)],
                )
                cursor.execute(statement, values)
                rows: list[Any] = cursor.fetchall()
                if is_inner:
                    cursor.execute(_AS_BEFORE)
                return rows
        except OperationalError as error:
            if isinstance(error.__cause__, QueryCanceled):
                raise OutOfTimeError from None
            raise


_AS_BEFORE = (
    "SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT;"
    " SET LOCAL jit TO DEFAULT"
)


#: ``norm`` is how much a document's length divides each of its terms' frequencies.
_NORM = f"{SATURATION} * ({1 - LENGTH_SHARE} + {LENGTH_SHARE} * length / %(average)s::float8)"
_POSTING = """
  SELECT document_id, length, rarity, frequency, counted
  FROM unnest(%(queries)s::text[], %(rarities)s::float8[], %(frequencies)s::float8[],
    %(counted)s::boolean[]) AS asked (query, rarity, frequency, counted),
  LATERAL (SELECT document_id, length FROM search_index WHERE {posted} @@ asked.query::tsquery) held
"""
#: What is required decides which documents are scored, by whatever they hold of what is asked.
_SCORED = f"""
WITH wanted AS MATERIALIZED (
  SELECT document_id, {_NORM} AS norm
  FROM search_index WHERE {{column}} @@ %(required)s::tsquery
), posting AS MATERIALIZED ({_POSTING}), scored AS (
  SELECT document_id, norm,
    coalesce(sum(rarity * frequency / (frequency + norm)) FILTER (WHERE counted), 0) AS score,
    coalesce(sum(rarity * frequency / (frequency + norm)), 0) AS hope
  FROM wanted LEFT JOIN posting USING (document_id) GROUP BY document_id, norm
)
SELECT document_id, coalesce(entry.locale, ''), score * {1 + SATURATION}, norm
FROM scored LEFT JOIN search_entry entry USING (document_id)
WHERE entry.document_id IS NOT NULL OR document_id < 0
ORDER BY hope DESC, norm, document_id LIMIT %(most)s
"""  # noqa: S608  # constants
#: A document's entry is looked up, or all of them are read where many are needed.
_ENTRY = (
    "LEFT JOIN LATERAL (SELECT document_id, locale FROM search_entry"
    " WHERE document_id = scored.document_id OFFSET 0) entry ON true"
)
_ALL_ENTRIES = (
    "LEFT JOIN (SELECT document_id, locale FROM search_entry OFFSET 0) entry USING (document_id)"
)
#: One term, which may be in many documents, is read once.
_POSTED = f"""
SELECT scored.document_id, coalesce(locale, ''),
  rarity * frequency / (frequency + norm) * {1 + SATURATION}, norm
FROM (SELECT document_id, {_NORM} AS norm, rarity, frequency FROM ({_POSTING}) posting OFFSET 0)
  scored
{{entries}}
WHERE entry.document_id IS NOT NULL OR scored.document_id < 0
ORDER BY 3 DESC, norm, scored.document_id LIMIT %(most)s
"""  # noqa: S608  # constants


@dataclass(frozen=True, slots=True)
class _Scored:
    """A document that was found, and how much its length divides its terms' frequencies."""

    found: Found
    norm: float

    def with_more(self, rarity: float) -> _Scored:
        """Return the document with one more hit of some rarity."""
        score = self.found.score + rarity * (1 + SATURATION) / (1 + self.norm)
        return replace(self, found=self.found._replace(score=score))


def _asks_pairs(expression: Expression) -> bool:
    return any(
        isinstance(leaf, Term) and leaf.text.startswith(PAIR_MARK) for leaf in leaves(expression)
    )
