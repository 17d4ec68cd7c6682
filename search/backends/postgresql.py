"""Wagtail's PostgreSQL backend with our analysis."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Value
from modelsearch.backends.database.postgres.postgres import (
    ObjectIndexer,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.query import LexemeCombinable
from wagtail.search.query import Phrase, PlainText

from ..engines.vectors import compiled
from .analysed import AnalysedObject, beginning, required


class Compiled(LexemeCombinable, Value):
    """An expression that is written out already."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str]]:
        return "%s", (self.value,)


class Index(PostgresIndex):
    """Puts terms into Wagtail's table."""

    def add_items(self, model: Any, objs: Any) -> None:
        indexers = [ObjectIndexer(obj, self.backend) for obj in objs]
        super().add_items(model, [AnalysedObject(indexer) for indexer in indexers])


class _Asking:
    """Asks for terms; a question without a word finds nothing."""

    compile_question = staticmethod(required)

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config, invert)  # type: ignore[misc]
        expression = self.compile_question(query)
        # A word that stands in no index: expressions can be combined, and nothing cannot.
        text = compiled(expression) if expression else "'x'"
        return SearchQuery(
            Compiled(f"!({text})" if invert else text), search_type="raw", config=config
        )


class QueryCompiler(_Asking, PostgresSearchQueryCompiler):
    """Asks for whole words."""


class AutocompleteQueryCompiler(_Asking, PostgresAutocompleteQueryCompiler):
    """Asks for words of which the last may go on."""

    compile_question = staticmethod(beginning)


class Backend(PostgresSearchBackend):
    """The search of a site on PostgreSQL."""

    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        # Terms are stems already.
        super().__init__({**params, "SEARCH_CONFIG": "simple"})
