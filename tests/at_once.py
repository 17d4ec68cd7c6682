"""Several things at one moment, each in a thread with a database connection of its own.

For databases on a server: SQLite's of the tests lives in the memory of one connection.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def at_once(*works: Callable[[], Any]) -> None:
    """Run works in threads that begin together, and let the first error out."""
    start, errors = Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], Any]) -> None:
        try:
            start.wait()
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
