"""Processes that write at once lose nothing, and do not wait for each other for long."""

from __future__ import annotations

from collections import Counter
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from search.answering.queries import find
from search.engines import postgresql
from search.indexing import actions
from search.models import AskedQuestion
from search.reports import query_log

from .conftest import publish

pytestmark = pytest.mark.usefixtures("refill_database")

DAY = date(2026, 4, 1)
#: SQLite's test database lives in the memory of one connection, which two threads cannot share.
ON_A_SERVER = connection.vendor == "postgresql"

if ON_A_SERVER:

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_processes_that_write_at_once_lose_nothing() -> None:
        """Each thread has a connection of its own, as a process has."""
        texts = [f"計画{number}" for number in range(20)]
        start, errors = Barrier(4), list[BaseException]()

        def process(number: int) -> None:
            order = texts if number % 2 else texts[::-1]
            try:
                start.wait()
                for _round in range(10):
                    query_log._store(Counter({(DAY, "ja", text): 1 for text in order}), Counter())
            except BaseException as error:
                errors.append(error)
            finally:
                connections.close_all()

        threads = [Thread(target=process, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        stored = AskedQuestion.objects.values_list("text", "asked")
        assert dict(stored) == dict.fromkeys(texts, 40)

    @pytest.mark.django_db
    def test_nobody_waits_for_a_rebuild_that_waits_for_somebody(
        monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(postgresql, "LOCK_TIMEOUT", "1ms")
        monkeypatch.setattr(postgresql, "MOST_ATTEMPTS", 1)
        reader = connection.copy()
        try:
            reader.set_autocommit(False)
            with reader.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM search_index")
                publish("環境")
                actions.rebuild()
        finally:
            reader.close()
        assert "is in use" in caplog.text
        assert find("環境", "ja").total == 1
