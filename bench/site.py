"""What a visitor's page costs beside an answer of the API, in one run and one process.

A generated site is made on SQLite unless ``--database`` names one that holds one already. Requests
go straight to the application with production's settings, without a server; measured is the
processor time of the process, SQLite's included and PostgreSQL's own not. Each measure is taken
several times, alternately with the others; the table gives the median and the spread.

    python -m bench.site --pages 200
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
DETAILS = 20
COMMANDS = (
    ["collectstatic", "--no-input", "--verbosity", "0"],
    ["migrate", "--verbosity", "0"],
    ["load_opening_content"],
)


@dataclass(frozen=True)
class Visit:
    """What is asked, in turn; ``is_new`` where nothing that was kept may answer it.

    ``goal`` is the most processor milliseconds that one of it is to cost.
    """

    name: str
    paths: list[str]
    is_new: bool = False
    holds: bool = False
    goal: float | None = None


def environment(folder: str, database: str) -> dict[str, str]:
    """Return production's settings for a database, with all files in a folder."""
    return {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "measured-and-never-used-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"https://{HOST}",
        "DATABASE_URL": database or f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "SECURE_SSL_REDIRECT": "false",
        "DELIVERY_READS_PER_MINUTE": "0",
        "DELIVERY_SEARCHES_PER_MINUTE": "0",
        "LOG_LEVEL": "ERROR",
    }


def prepare(pages: int, *, is_there: bool) -> None:
    """Make the site, in other processes, unless it ``is_there``."""
    making = [*COMMANDS, ["generate_content", "--pages", str(pages)]]
    for command in COMMANDS[:2] if is_there else making:
        subprocess.run(  # our own command
            [sys.executable, "manage.py", *command], cwd=PROJECT, check=True, stdout=sys.stderr
        )


def application() -> Callable[[str, Mapping[str, str]], tuple[int, str]]:
    """Return what asks the application for a path, and gives status and entity tag."""
    from django.core.wsgi import get_wsgi_application

    handler: Any = get_wsgi_application()
    from django.test import RequestFactory

    factory = RequestFactory(SERVER_NAME=HOST, HTTP_ACCEPT_ENCODING="gzip, deflate, br, zstd")

    def ask(path: str, headers: Mapping[str, str]) -> tuple[int, str]:
        request = factory.get(path, headers=dict(headers))
        response = handler(request.environ, lambda *_said: None)
        b"".join(response)
        response.close()
        return response.status_code, response.headers.get("ETag", "")

    return ask


def visits() -> list[Visit]:
    """Return everything that is measured, for the same networks on the site and in the API."""
    from publishing.models import Document

    found = Document.objects.filter(type="network", locale="en").order_by("number")[:DETAILS]
    details = [document.path for document in found]
    answers = [f"/api/delivery/v1/pages/{document.number}/?locale=en" for document in found]
    lists = ["/en/networks/", "/ja/networks/"]
    narrowed = ["/en/networks/?sector=transport", "/ja/networks/?year=1999"]
    return [
        Visit("API detail, again", answers),
        Visit("API 304", answers, holds=True),
        Visit("detail, again", details, goal=0.5),
        Visit("home, again", ["/en/", "/ja/"], goal=0.5),
        Visit("list, again", lists, goal=0.5),
        Visit("filtered list, again", narrowed, goal=0.5),
        Visit("site map for search engines, again", ["/sitemap.xml"]),
        Visit("304 of a detail", details, holds=True, goal=0.35),
        Visit("API detail, first time", answers, is_new=True),
        Visit("detail, first time", details, is_new=True, goal=5),
        Visit("home, first time", ["/en/", "/ja/"], is_new=True),
        Visit("list, first time", lists, is_new=True, goal=8),
        Visit("filtered list, first time", narrowed, is_new=True),
        Visit("search page", ["/en/search/?q=climate", "/en/search/?q=waste"]),
        Visit("API search", [f"/api/delivery/v1/search/?q={q}" for q in ("climate", "waste")]),
    ]


def measure(rounds: int, times: int) -> list[tuple[Visit, list[float]]]:
    """Return the processor milliseconds of one request of each visit, by round."""
    from http_cache import response_cache

    ask = application()
    taken: list[tuple[Visit, list[float]]] = [(visit, []) for visit in visits()]
    every = {path for visit, _found in taken for path in visit.paths}
    held = {path: {"If-None-Match": ask(path, {})[1]} for path in every}
    for _round in range(rounds):
        for visit, found in taken:
            asked = [visit.paths[at % len(visit.paths)] for at in range(times)]
            spent = 0.0
            for path in visit.paths:
                ask(path, {})
            for path in asked:
                if visit.is_new:
                    response_cache.forget()
                headers = held[path] if visit.holds else {}
                began = time.process_time()
                status, _etag = ask(path, headers)
                spent += time.process_time() - began
                if status != (304 if visit.holds else 200):
                    raise AssertionError(f"{path} was answered with {status}")
            found.append(spent / times * 1000)
    return taken


def report(taken: list[tuple[Visit, list[float]]]) -> str:
    """Return the results as a table in Markdown."""
    unit = statistics.median(taken[0][1])
    lines = [
        "| | processor ms | spread | goal | against an API detail asked again |",
        "|---|---|---|---|---|",
    ]
    for visit, found in taken:
        middle, goal = statistics.median(found), "" if visit.goal is None else f"{visit.goal:g}"
        lines.append(
            f"| {visit.name} | {middle:.2f} | {min(found):.2f}–{max(found):.2f} | {goal} "
            f"| {middle / unit:.1f} × |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--database", default="", help="address of one that holds a site already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment(folder, options.database))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
        prepare(options.pages, is_there=bool(options.database))
        sys.stdout.write(report(measure(options.rounds, options.times)))


if __name__ == "__main__":
    main()
