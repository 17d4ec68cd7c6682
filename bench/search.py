"""Measures search on labelled collections, on SQLite and PostgreSQL, beside stock Wagtail.

A collection is a folder with ``passages.jsonl`` (``id``, ``locale``, ``title``, ``text``) and files
of questions ``*queries.jsonl`` (``query``, ``locale``, ``relevant``: a list of ids).
``spellings.jsonl`` holds pairs (``locale``, ``one``, ``other``) that should find the same.

What one publish costs its editor is measured too. ``--pages`` adds a large collection of that many
pages (:mod:`.large`), on which only this search is measured.

    make bench-search
    python -m bench.search tests/evaluation --postgres postgres://postgres@127.0.0.1/postgres
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Row = dict[str, Any]
#: Asks one question for the ids of the first ten passages.
Ask = Callable[[str, str], list[str]]
DATABASE = "hashi_bench_search"
PUBLISHES = 20


def rows(path: Path) -> list[Row]:
    """The lines of a file of JSON lines; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def question_files(folder: Path) -> list[Path]:
    """The files of questions of a collection."""
    return sorted(folder.glob("*queries.jsonl"))


def measured(ask: Ask, questions: list[Row]) -> str:
    """A line on how well and how fast questions are answered."""
    places: list[int | None] = []
    durations: list[float] = []
    empty = 0
    for question in questions:
        began = time.perf_counter()
        found = ask(question["query"], question["locale"])
        durations.append((time.perf_counter() - began) * 1000)
        relevant = {str(one) for one in question["relevant"]}
        places.append(next((at for at, one in enumerate(found, 1) if one in relevant), None))
        empty += not found
    total = len(questions)
    reciprocal = sum(1 / place for place in places if place) / total
    success = [
        sum(place is not None and place <= most for place in places) / total for most in (1, 5, 10)
    ]
    slow = sorted(durations)[min(total - 1, int(total * 0.95))]
    return (
        f"{total:5} questions  MRR@10 {reciprocal:.3f}  success@1 {success[0]:.3f}"
        f"  @5 {success[1]:.3f}  @10 {success[2]:.3f}  empty {empty / total:.1%}"
        f"  p50 {statistics.median(durations):.0f} ms  p95 {slow:.0f} ms"
    )


def missed(ask: Ask, questions: list[Row]) -> Iterator[str]:
    """The questions whose answer is not the first, with what is."""
    for question in questions:
        found = ask(question["query"], question["locale"])
        if not found or found[0] not in {str(one) for one in question["relevant"]}:
            yield f"    {question['query']} -> {found[:3]} instead of {question['relevant']}"


def same_first_five(ask: Ask, pairs: list[Row]) -> tuple[float, list[str]]:
    """The share of pairs whose two spellings find the same first five, and those that do not."""
    wrong = [
        f"{pair['one']} / {pair['other']}"
        for pair in pairs
        if ask(pair["one"], pair["locale"])[:5] != ask(pair["other"], pair["locale"])[:5]
        or not ask(pair["one"], pair["locale"])
    ]
    return 1 - len(wrong) / max(len(pairs), 1), wrong


def run(folder: Path, is_verbose: bool, without_stock: bool) -> None:
    """Measure a collection on the database of ``DATABASE_URL``, which is filled and left so."""
    import django  # Django is set up here, for one database

    django.setup()
    from django.core.management import call_command

    from bench import collections

    call_command("migrate", verbosity=0)
    passages = rows(folder / "passages.jsonl")
    for name, (build, ask, size) in collections.systems(passages).items():
        if name != "search" and without_stock:
            continue
        began = time.perf_counter()
        build()
        took = time.perf_counter() - began
        print(
            f"  {name}: {len(passages)} passages indexed in {took:.1f} s,"
            f" {took * 1000 / len(passages):.1f} ms each, {size() / 2**20:.1f} MiB"
        )
        ask("環境", "ja")
        for path in question_files(folder):
            questions = rows(path)
            print(f"    {path.name.removesuffix('.jsonl'):24}{measured(ask, questions)}")
            if is_verbose and name == "search":
                print("\n".join(missed(ask, questions)))
        if name == "search":
            costs = sorted(collections.publish_costs(PUBLISHES))
            print(
                f"    one publish: median {statistics.median(costs):.0f} ms,"
                f" most {costs[-1]:.0f} ms"
            )
        if pairs := rows(folder / "spellings.jsonl"):
            share, wrong = same_first_five(ask, pairs)
            print(
                f"    spellings               {len(pairs):5} pairs      same first five {share:.3f}"
            )
            if is_verbose and name == "search":
                print("\n".join(f"      {one}" for one in wrong))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--pages", type=int, default=0, help="Measure on so many made pages too.")
    parser.add_argument("--postgres", default="", help="A server on which a database may be made.")
    parser.add_argument("--here", action="store_true", help="Measure on DATABASE_URL.")
    parser.add_argument("--verbose", action="store_true", help="Show what is not found first.")
    parser.add_argument("--without-stock", action="store_true", help="Measure ours alone.")
    options = parser.parse_args()
    passed_on = [name for name in ("--verbose", "--without-stock") if name in sys.argv]
    for folder in options.folders:
        if options.here:
            run(folder, options.verbose, options.without_stock)
        else:
            on_each_database(folder, options.postgres, passed_on)
    if options.pages:
        from bench import large  # loads the dictionary

        with tempfile.TemporaryDirectory() as made:
            large.write(Path(made), options.pages, large.LENGTH)
            print(f"{options.pages} made pages of {large.LENGTH} characters", flush=True)
            on_each_database(Path(made), options.postgres, ["--without-stock"])


def on_each_database(folder: Path, postgres: str, passed_on: Sequence[str]) -> None:
    """Measure a collection on SQLite and, where there is a server, on PostgreSQL."""
    with tempfile.TemporaryDirectory() as temporary:
        print(f"{folder}, SQLite:", flush=True)
        measure(folder, f"sqlite:///{temporary}/bench.sqlite3", passed_on)
    if not postgres:
        return
    print(f"{folder}, PostgreSQL:", flush=True)
    administer(postgres, f"CREATE DATABASE {DATABASE}")
    try:
        server = urlsplit(postgres)
        measure(folder, server._replace(path=f"/{DATABASE}").geturl(), passed_on)
    finally:
        administer(postgres, f"DROP DATABASE {DATABASE}")


def measure(folder: Path, database_url: str, options: Sequence[str]) -> None:
    """Measure in a process of its own: settings are read once for each."""
    command = [
        "env",
        f"DATABASE_URL={database_url}",
        "DJANGO_SETTINGS_MODULE=cms.settings",
        sys.executable,
        "-m",
        "bench.search",
        "--here",
        *options,
        str(folder),
    ]
    subprocess.run(command, check=True)


def administer(server_url: str, statement: str) -> None:
    """Run a statement on a PostgreSQL server."""
    import psycopg2  # not needed for SQLite alone

    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


if __name__ == "__main__":
    main()
