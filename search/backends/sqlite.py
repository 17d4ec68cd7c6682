"""Wagtail's SQLite backend with our analysis."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from modelsearch.backends.database.sqlite.query import LexemeCombinable, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import (
    ObjectIndexer,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from wagtail.search.query import Phrase, PlainText

from ..engines.sqlite import compiled
from .analysed import AnalysedObject, beginning, required


class Compiled(LexemeCombinable, Value):
    """An expression that is written out already."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str]]:
        return "%s", (self.value,)


class Index(SQLiteIndex):
    """Puts terms into Wagtail's table."""

    def add_items(self, model: Any, objs: Any) -> None:
        indexers = [ObjectIndexer(obj, self.backend) for obj in objs]
        super().add_items(model, [AnalysedObject(indexer) for indexer in indexers])


class _Asking:
    """Asks for terms; a question without a word finds nothing."""

    compile_question = staticmethod(required)

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config)  # type: ignore[misc]
        expression = self.compile_question(query)
        # A word that stands in no index: expressions can be combined, and nothing cannot.
        text = compiled(expression) if expression else '"x"'
        return SearchQueryExpression(Compiled(text), config=config)


class QueryCompiler(_Asking, SQLiteSearchQueryCompiler):
    """Asks for whole words."""


class AutocompleteQueryCompiler(_Asking, SQLiteAutocompleteQueryCompiler):
    """Asks for words of which the last may go on."""

    compile_question = staticmethod(beginning)


class Backend(SQLiteSearchBackend):
    """The search of a site on SQLite."""

    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
