"""What a publish costs its editor, alone and with many pages that show the page.

``python -m bench.publishing`` builds a site of its own in a new database (on the server of
``DATABASE_URL``, or as SQLite in a folder that is removed again), sends the admin's page form as an
editor's browser does, and prints medians, their ratio, and how long it takes until every dependent
page is right. Background work is done as the settings say, by a worker of its own for ``database``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from home.models import ContentPage

DEPENDENTS = 50
PUBLISHES = 15
MOST_SECONDS = 60
POLL_SECONDS = 0.02


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Have a new, migrated database, and forget it afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    os.environ["MEDIA_ROOT"] = str(folder / "media")
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'db.sqlite3'}"
    import django
    from django.conf import settings
    from django.db import connection

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    if connection.vendor == "sqlite":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        yield
        return
    given = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        # The thread of the background keeps a connection of its own.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.creation.destroy_test_db(given, verbosity=0)


@contextmanager
def worker() -> Iterator[None]:
    """Run a worker where background work needs one."""
    from django.conf import settings
    from django.db import connection

    if "django_tasks_db" not in settings.TASKS["default"]["BACKEND"]:
        yield
        return
    address = os.environ["DATABASE_URL"]
    if connection.vendor != "sqlite":
        address = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.5"],
        env={**os.environ, "DATABASE_URL": address},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


class Editor:
    """Somebody who opens a page's form and sends it back changed."""

    def __init__(self) -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client

        self.client: Client = Client()
        user = get_user_model().objects.create_superuser("bench", password="bench")
        self.client.force_login(user)

    def publish(self, page: ContentPage, title: str) -> float:
        """Publish a page under another title; return the seconds until the answer."""
        from django.urls import reverse

        from tests.page_forms import PUBLISH, page_form

        data = page_form(type(page), title=title, slug=page.slug, **PUBLISH)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        started = time.perf_counter()
        answer = self.client.post(address, data)
        taken = time.perf_counter() - started
        if answer.status_code != 302:
            raise RuntimeError(f"The form was refused: {answer.status_code}")
        return taken


def build() -> tuple[ContentPage, ContentPage]:
    """Make a page that nothing shows and one that many pages show."""
    from home.models import ContentPage
    from publishing.writing import actions
    from publishing.writing.recording import gathering
    from tests.small_site import SmallSite, add

    with gathering():
        home = SmallSite().homes["ja"]
        # Below a page of their own, so that the home page is no dependent of either.
        shelf = add(home, ContentPage(title="Shelf", slug="shelf"))
        alone, shown = (
            add(shelf, ContentPage(title=slug, slug=slug)) for slug in ("alone", "shown")
        )
        link = [{"type": "related_pages", "value": {"title": "", "pages": [shown.pk]}}]
        for number in range(DEPENDENTS):
            slug = f"dependent-{number}"
            add(home, ContentPage(title=slug, slug=slug, body=link))
    actions.settle()
    return alone, shown


def right(title: str) -> bool:
    """Whether every dependent shows a title."""
    from publishing.models import Document

    documents = Document.objects.filter(path__contains="/dependent-").values_list("body", flat=True)
    return sum(title.encode() in bytes(body) for body in documents) == DEPENDENTS


def seconds_until(holds: Callable[[], bool]) -> float:
    """Return how long it takes until something holds.

    Raises:
        RuntimeError: it takes too long.
    """
    started = time.perf_counter()
    while not holds():
        if time.perf_counter() - started > MOST_SECONDS:
            raise RuntimeError(f"Not within {MOST_SECONDS} seconds.")
        time.sleep(POLL_SECONDS)
    return time.perf_counter() - started


def measure() -> dict[str, Any]:
    """Publish in turns, and return the figures: seconds, and a ratio."""
    alone, shown = build()
    editor = Editor()
    editor.publish(alone, "warm")
    editor.publish(shown, "warm")
    times: dict[str, list[float]] = {"alone": [], "shown": [], "all right": []}
    with worker():
        seconds_until(lambda: right("warm"))
        for turn in range(PUBLISHES):
            title = f"turn {turn} of {PUBLISHES}"
            times["alone"].append(editor.publish(alone, title))
            times["shown"].append(editor.publish(shown, title))
            times["all right"].append(seconds_until(partial(right, title)))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    return {
        **medians,
        "ratio": medians["shown"] / medians["alone"],
        "slowest until all right": max(times["all right"]),
        "spread": {name: (min(taken), max(taken)) for name, taken in times.items()},
    }


def main() -> None:
    """Measure, and print what was found."""
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)):
        found = measure()
    spread = found["spread"]
    print(f"{PUBLISHES} publishes each; median (least, most)")
    for name, label in (
        ("alone", "no page shows it"),
        ("shown", f"{DEPENDENTS} pages show it"),
        ("all right", f"until all {DEPENDENTS} are right, after the answer"),
    ):
        least, most = spread[name]
        print(f"  {label}: {found[name]:.3f} s ({least:.3f}, {most:.3f})")
    print(f"  ratio of the editor's waiting: {found['ratio']:.2f} (to be below 2)")


if __name__ == "__main__":
    main()
