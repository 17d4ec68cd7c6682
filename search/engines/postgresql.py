"""PostgreSQL's ``tsvector`` with a GIN index, without any extension.

Vectors and questions are written as literals: ``to_tsvector`` and ``to_tsquery`` would divide
terms anew. ``ts_rank`` knows nothing of how rare a term is, so each term's rank is weighed by its
inverse document frequency, from a table of frequencies that is kept with the index. ``ts_rank_cd``
is much worse at this.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from django.db import connection

from ..analysis.terms import PAIR_MARK
from . import WEIGHTS, Found, Indexed
from .expressions import All, Either, Expression, Phrase, Term

LETTERS = {"title": "A", "names": "A", "labels": "B", "summary": "C", "body": "D"}
#: How BM25 would weigh one hit in a column beside one in the text, with its usual saturation.
_SATURATION = 1.2
#: What PostgreSQL wants in the order D, C, B, A; a hit in the text is 0.1.
_RANKS = (
    0.1 * WEIGHTS[name] * (1 + _SATURATION) / (WEIGHTS[name] + _SATURATION)
    for name in ("body", "summary", "labels", "title")
)
RANKS = "{" + ", ".join(f"{rank:.3f}" for rank in _RANKS) + "}"
#: Positions that PostgreSQL can tell apart, and how many of them it keeps of one term.
LAST_POSITION = 16_383
MOST_POSITIONS = 255
#: How much longer texts are put back.
LENGTH_EXPONENT = 0.3
PHRASE_RANK = 0.0608

TABLES = (
    "CREATE TABLE search_index (document_id bigint PRIMARY KEY, terms tsvector NOT NULL,"
    " pairs tsvector NOT NULL, length integer NOT NULL)",
    "CREATE INDEX search_index_terms ON search_index USING gin (terms)",
    "CREATE INDEX search_index_pairs ON search_index USING gin (pairs)",
    'CREATE TABLE search_vocabulary (term text COLLATE "C" PRIMARY KEY,'
    " documents integer NOT NULL)",
)


class DatabaseEngine:
    """An :class:`~search.engines.Engine` in the site's own PostgreSQL database."""

    def store(self, document_id: int, indexed: Indexed) -> None:
        self.remove([document_id])
        terms, length = _vector(indexed)
        pairs = " ".join(_quoted(pair) for pair in dict.fromkeys(indexed.pairs))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_index (document_id, terms, pairs, length)"
                " VALUES (%s, %s::tsvector, %s::tsvector, %s)",
                [document_id, terms, pairs, length],
            )
            cursor.execute(
                "INSERT INTO search_vocabulary (term, documents)"
                " SELECT lexeme, 1 FROM search_index, unnest(terms || pairs)"
                " WHERE document_id = %s"
                " ON CONFLICT (term) DO UPDATE SET documents = search_vocabulary.documents + 1",
                [document_id],
            )

    def remove(self, document_ids: Collection[int]) -> None:
        ids = list(document_ids)
        if not ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH gone AS (DELETE FROM search_index WHERE document_id = ANY(%s)"
                " RETURNING terms, pairs),"
                " lost AS (SELECT lexeme, count(*) AS documents"
                " FROM gone, unnest(terms || pairs) GROUP BY lexeme)"
                " UPDATE search_vocabulary SET documents = search_vocabulary.documents"
                " - lost.documents FROM lost WHERE term = lexeme",
                [ids],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")
            cursor.execute("DELETE FROM search_vocabulary")

    def stored(self) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT document_id FROM search_index")
            return {row[0] for row in cursor.fetchall()}

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term, documents FROM search_vocabulary"
                " WHERE term = ANY(%s) AND documents > 0",
                [list(terms)],
            )
            return dict(cursor.fetchall())

    def beginning_with(self, beginning: str, most: int) -> list[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term, documents FROM search_vocabulary"
                " WHERE term >= %s AND term < %s AND documents > 0"
                " ORDER BY documents DESC, term LIMIT %s",
                [beginning, beginning + "\U0010ffff", most],
            )
            return [(term, documents) for term, documents in cursor.fetchall()]

    def find(self, required: Expression, ranking: Collection[Expression], most: int) -> list[Found]:
        leaves = [leaf for leaf in ranking if isinstance(leaf, Term | Phrase)]
        column = "pairs" if _asks_pairs(required) else "terms"
        rank, values = self._rank(leaves, column)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT document_id, coalesce(entry.locale, ''),"  # noqa: S608  # no word of a question
                f" ({rank}) / power(0.5 + 0.5 * length / average.words, %s) AS score"
                " FROM search_index"
                " LEFT JOIN search_entry entry USING (document_id),"
                " (SELECT greatest(avg(length), 1) AS words FROM search_index) average"
                f" WHERE search_index.{column} @@ %s::tsquery"
                " AND (entry.document_id IS NOT NULL OR document_id < 0)"
                " ORDER BY score DESC, document_id LIMIT %s",
                [*values, LENGTH_EXPONENT, compiled(required), most],
            )
            return [Found(*row) for row in cursor.fetchall()]

    def _rank(self, leaves: list[Term | Phrase], column: str) -> tuple[str, list[str | float]]:
        rarities = self._rarities(leaves)
        parts, values = ["0::float8"], list[str | float]()
        for leaf in leaves:
            if isinstance(leaf, Phrase):
                rarity = max((rarities.get(term, 0.0) for term in leaf.terms), default=0.0)
                parts.append(f"CASE WHEN {column} @@ %s::tsquery THEN %s ELSE 0 END")
                values += [compiled(leaf), PHRASE_RANK * rarity]
            elif rarity := rarities.get(leaf.text, 0.0):
                parts.append(f"%s * ts_rank('{RANKS}', {column}, %s::tsquery)")
                values += [rarity, compiled(leaf)]
        return " + ".join(parts), values

    def _rarities(self, leaves: list[Term | Phrase]) -> dict[str, float]:
        terms = [
            term
            for leaf in leaves
            for term in (leaf.terms if isinstance(leaf, Phrase) else (leaf.text,))
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_index")
            total = cursor.fetchone()[0]
        found = self.frequencies(terms)
        rarities = {
            term: math.log(1 + (total - documents + 0.5) / (documents + 0.5))
            for term, documents in found.items()
        }
        prefixes = {leaf.text for leaf in leaves if isinstance(leaf, Term) and leaf.is_prefix}
        return {**dict.fromkeys(prefixes, 1.0), **rarities}

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_total_relation_size('search_index')"
                " + pg_total_relation_size('search_vocabulary')"
            )
            size: int = cursor.fetchone()[0]
            return size


def compiled(expression: Expression) -> str:
    """Return an expression as a literal of ``tsquery``; whatever a term holds is quoted."""
    match expression:
        case Term(text, is_prefix):
            return _quoted(text) + (":*" if is_prefix else "")
        case Phrase(terms):
            return "(" + " <-> ".join(_quoted(term) for term in terms) + ")"
        case All(of):
            return "(" + " & ".join(compiled(one) for one in of) + ")"
        case Either(of):
            return "(" + " | ".join(compiled(one) for one in of) + ")"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _asks_pairs(expression: Expression) -> bool:
    if isinstance(expression, Term):
        return expression.text.startswith(PAIR_MARK)
    return not isinstance(expression, Phrase) and any(_asks_pairs(one) for one in expression.of)


def _vector(indexed: Indexed) -> tuple[str, int]:
    """Return a vector's literal and its length in words; what stands beside has a word's place."""
    places: dict[str, list[str]] = {}
    position = 0
    for column, letter in LETTERS.items():
        for term in indexed.words[column]:
            position += 1
            _place(places, term, position, letter)
        for term in indexed.beside[column]:
            position += 1
            _place(places, term, position, letter)
        position += 1
    return (
        " ".join(f"{_quoted(term)}:{','.join(found)}" for term, found in places.items()),
        position,
    )


def _place(places: dict[str, list[str]], term: str, position: int, letter: str) -> None:
    found = places.setdefault(term, [])
    if len(found) < MOST_POSITIONS:
        found.append(f"{min(position, LAST_POSITION)}{letter}")
