"""Reads are prepared once for each connection, and still answered where nothing stays prepared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from publishing.reading import prepared

ADD = "SELECT %s + 2, %s + 0"


@pytest.fixture(autouse=True)
def outside_a_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Read on a connection of the service's own kind; nothing here writes."""
    prepared._is_pooled.clear()
    with django_db_blocker.unblock():
        yield
        connection.close()
    prepared._is_pooled.clear()


def sent() -> list[str]:
    """Ask, and return the first word of each statement that was sent for it."""
    with CaptureQueriesContext(connection) as context:
        assert prepared.rows(ADD, [1, 5]) == [(3, 5)]
    return [str(query["sql"]).split()[0] for query in context.captured_queries]


def test_within_a_transaction_a_statement_is_sent_as_it_is() -> None:
    with transaction.atomic():
        assert sent() == ["SELECT"]
    assert prepared.rows("SELECT 7") == [(7,)]


if connection.vendor == "postgresql":

    def test_a_statement_is_prepared_once_for_each_connection() -> None:
        assert sent() == ["PREPARE", "EXECUTE"]
        assert sent() == ["EXECUTE"]
        connection.close()
        assert sent() == ["PREPARE", "EXECUTE"]

    def test_nothing_is_prepared_behind_a_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
        assert sent() == ["SELECT"]

    def test_what_a_pooler_loses_is_asked_for_as_it_is() -> None:
        sent()
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        assert prepared.rows(ADD, [1, 5]) == [(3, 5)]
        assert sent() == ["SELECT"]

    def test_so_is_what_another_process_has_prepared_on_the_same_connection() -> None:
        with connection.cursor() as cursor:
            cursor.execute(prepared._named("SELECT %s * 3")[1])
        assert prepared.rows("SELECT %s * 3", [2]) == [(6,)]

    def test_other_errors_are_those_of_the_statement() -> None:
        for _time in range(2):
            with pytest.raises(DataError):
                prepared.rows("SELECT 1 / %s", [0])
        assert prepared.rows("SELECT 1 / %s", [1]) == [(1,)]
        assert sent() == ["PREPARE", "EXECUTE"]

    def test_a_statement_is_answered_although_a_type_has_changed() -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE changing AS SELECT 'a'::varchar(5) AS name")
        for _time in range(2):
            assert prepared.rows("SELECT name FROM changing") == [("a",)]
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE changing ALTER name TYPE text")
        assert sent() == ["PREPARE", "EXECUTE"]
