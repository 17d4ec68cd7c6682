"""SQLite's FTS5: BM25 over all columns, the weights of :data:`~search.engines.WEIGHTS`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import OperationalError, connection

from . import WEIGHTS, Found, Indexed
from .deadlines import Deadline, OutOfTimeError
from .expressions import All, Either, Expression, Phrase, Term, both, either

COLUMNS = (*WEIGHTS, "pairs")
PAIRS_WEIGHT = 1.0
#: Stands between what follows each other and what does not; nobody asks for it.
DIVIDER = "\ue00f"
#: SQLite's virtual machine does so many steps before the deadline is looked at again.
STEPS = 10_000

#: All but separators are characters of a term: the analysis has already divided the text.
TABLES = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    + ", ".join(COLUMNS)
    + ", tokenize = \"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\")",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_index, 'row')",
)


class DatabaseEngine:
    """An :class:`~search.engines.Engine` in the site's own SQLite database."""

    def __init__(self, deadline: Deadline | None = None) -> None:
        self.deadline = deadline

    def is_available(self) -> bool:
        return True

    def store(self, documents: Mapping[int, Indexed]) -> None:
        self.remove(documents)
        names = ", ".join(COLUMNS)
        places = ", ".join(["%s"] * (len(COLUMNS) + 1))
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO search_index (rowid, {names}) VALUES ({places})",  # noqa: S608
                [(document_id, *_columns(indexed)) for document_id, indexed in documents.items()],
            )

    def in_bulk(self) -> AbstractContextManager[None]:
        return nullcontext()

    def remove(self, document_ids: Collection[int]) -> None:
        with connection.cursor() as cursor:
            for document_id in document_ids:
                cursor.execute("DELETE FROM search_index WHERE rowid = %s", [document_id])

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_index")

    def stored(self) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_index")
            return {row[0] for row in cursor.fetchall()}

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        asked = list(dict.fromkeys(terms))
        if not asked:
            return {}
        places = ", ".join(["%s"] * len(asked))
        statement = f"SELECT term, doc FROM search_vocabulary WHERE term IN ({places})"  # noqa: S608
        return dict(self._rows(statement, asked))

    def beginning_with(self, beginning: str, most: int) -> list[tuple[str, int]]:
        return self._rows(
            "SELECT term, doc FROM search_vocabulary WHERE term >= %s AND term < %s"
            " ORDER BY doc DESC, term LIMIT %s",
            [beginning, beginning + "\U0010ffff", most],
        )

    def find(self, required: Expression, ranking: Collection[Expression], most: int) -> list[Found]:
        asked = both(required, either(*ranking)) if ranking else required
        weights = ", ".join(str(weight) for weight in (*WEIGHTS.values(), PAIRS_WEIGHT))
        rows = self._rows(
            "SELECT search_index.rowid, coalesce(entry.locale, ''),"  # noqa: S608  # no word of a question
            f" -bm25(search_index, {weights}) AS score"
            " FROM search_index"
            # Holds all that is needed; SQLite would read the entries' texts.
            " LEFT JOIN search_entry entry INDEXED BY search_entry_languages"
            " ON entry.document_id = search_index.rowid"
            " WHERE search_index MATCH %s"
            " AND (entry.document_id IS NOT NULL OR search_index.rowid < 0)"
            " ORDER BY score DESC, search_index.rowid LIMIT %s",
            [compiled(asked), most],
        )
        return [Found(*row) for row in rows]

    def _rows(self, statement: str, values: Any) -> list[Any]:
        """Return what a statement reads, which is broken off when the deadline is over."""
        with connection.cursor() as cursor:
            deadline = self.deadline
            if deadline is None:
                return cursor.execute(statement, values).fetchall()
            deadline.milliseconds()
            connection.connection.set_progress_handler(deadline.is_over, STEPS)
            try:
                return cursor.execute(statement, values).fetchall()
            except OperationalError:
                if deadline.is_over():
                    raise OutOfTimeError from None
                raise
            finally:
                connection.connection.set_progress_handler(None, 0)

    def size(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(length(block)) FROM search_index_data"
                " UNION ALL SELECT sum(length(c0) + length(c1) + length(c2) + length(c3)"
                " + length(c4) + length(c5)) FROM search_index_content"
            )
            return sum(row[0] or 0 for row in cursor.fetchall())


def _columns(indexed: Indexed) -> list[str]:
    texts = [
        " ".join((*indexed.words[column], DIVIDER, *indexed.beside[column])) for column in WEIGHTS
    ]
    return [*texts, " ".join(indexed.pairs)]


def compiled(expression: Expression) -> str:
    """Return an expression as FTS5 reads it; whatever a term holds is quoted."""
    match expression:
        case Term(text, is_prefix):
            return _quoted(text) + ("*" if is_prefix else "")
        case Phrase(terms):
            return _quoted(" ".join(terms))
        case All(of):
            return "(" + " AND ".join(compiled(one) for one in of) + ")"
        case Either(of):
            return "(" + " OR ".join(compiled(one) for one in of) + ")"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
