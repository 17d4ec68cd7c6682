"""The delivery API beside Wagtail's own API v2 and beside files, in one run on one machine.

``make bench`` runs it on PostgreSQL: the server that ``BENCH_DATABASE_URL`` names, whose user may
create databases. Two generated sites are kept between runs, ``hashi_bench_1000`` and
``hashi_bench_10000``. Two workers serve with production's settings; ``wrk`` asks from a process of
its own. Compared are processor time per request, of the servers and of PostgreSQL together, and
requests per second; each measure is taken several times, alternately, and its median is reported.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import psycopg2
from psycopg2.errors import DuplicateDatabase

from .load import Asked, Result, Sample, run
from .processes import HOST, free_port, needed, running, serving_database, tree_of

PROJECT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
API, V2 = "/api/delivery/v1", "/api/v2"
WORKERS = 2
DIFFERENT = 100
NGINX = """
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {host}:{port};
    root {folder}/files;
    default_type application/json;
  }}
}}
"""


@dataclass(frozen=True)
class Measured:
    """What is asked of which server, and the processes that are busy with it."""

    name: str
    base: str
    asked: list[Asked]
    busy: Callable[[], set[int]]


def database_url(pages: int) -> str:
    """Return the address of the database that holds a generated site."""
    parts = urlsplit(SERVER)
    return urlunsplit(parts._replace(path=f"/hashi_bench_{pages}"))


def prepare(pages: int) -> str:
    """Create a generated site unless it is there; return its database's address."""
    url = database_url(pages)
    connection = psycopg2.connect(SERVER)
    connection.autocommit = True
    with connection.cursor() as cursor, suppress(DuplicateDatabase):
        cursor.execute(f"CREATE DATABASE hashi_bench_{pages}")
    connection.close()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(PROJECT / "var" / "bench-media"),
    }
    for command in (
        ["migrate", "--verbosity", "0"],
        ["load_opening_content"],
        ["generate_content", "--pages", str(pages)],
    ):
        subprocess.run(  # our own command
            [sys.executable, "manage.py", *command],
            cwd=PROJECT,
            env=environment,
            check=True,
            stdout=sys.stderr,
        )
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return url


@contextmanager
def service(url: str, also: Mapping[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """Serve a site with production's settings and others; give its address and first process."""
    port = free_port()
    environment = {
        "ENVIRONMENT": "production",
        "SECRET_KEY": "measured-and-never-used-0123456789-abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": HOST,
        "BASE_URL": f"http://{HOST}:{port}",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(PROJECT / "var" / "bench-media"),
        "SECURE_SSL_REDIRECT": "false",
        "DELIVERY_READS_PER_MINUTE": "0",
        "LOG_LEVEL": "ERROR",
        **(also or {}),
    }
    command = [
        str(Path(sys.executable).parent / "granian"),
        "cms.wsgi:application",
        "--interface=wsgi",
        f"--host={HOST}",
        f"--port={port}",
        f"--workers={WORKERS}",
        "--blocking-threads=4",
        "--blocking-threads-idle-timeout=600",
        f"--working-dir={PROJECT}",
        "--log-level=error",
    ]
    with running(command, f"http://{HOST}:{port}/healthz", environment) as process:
        yield f"http://{HOST}:{port}", process.pid


@contextmanager
def files(bodies: Sequence[bytes]) -> Iterator[tuple[str, int]]:
    """Serve bodies as files by nginx; give its address and its first process."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "files").mkdir()
        Path(folder).chmod(0o755)
        for place, body in enumerate(bodies):
            (Path(folder) / "files" / f"{place}.json").write_bytes(body)
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, host=HOST, port=port))
        command = ["nginx", "-c", str(configuration), "-e", f"{folder}/error.log"]
        with running(command, f"http://{HOST}:{port}/0.json") as process:
            yield f"http://{HOST}:{port}", process.pid


def read(address: str) -> tuple[bytes, str]:
    """Return an answer's body and its entity tag."""
    with urlopen(Request(address), timeout=60) as response:  # our own server
        return response.read(), response.headers.get("ETag", "")


def listed(base: str, path: str) -> list[dict[str, object]]:
    """Return the items of a list of either API."""
    answer = json.loads(read(f"{base}{path}")[0])
    items: list[dict[str, object]] = answer["items"]
    return items


def spelled(path: str, way: int) -> str:
    """Return an address with its language spelled in one of 256 ways: the same to whoever reads it.

    What is kept by its address is then asked for the first time.
    """
    plain = "locale=en"
    letters = [letter for letter in plain if letter != "="]
    written = [
        f"%{ord(letter):02x}" if way >> place & 1 else letter
        for place, letter in enumerate(letters)
    ]
    return path.replace(plain, f"{''.join(written[:6])}={''.join(written[6:])}")


def measured(base: str, pid: int, database: str, also: ExitStack) -> list[Measured]:
    """Return everything that is asked, for the same pages of either API.

    nginx serves the same bytes until ``also`` is left.
    """

    def serving() -> set[int]:
        return tree_of(pid) | serving_database(database)

    pages = listed(base, f"{API}/pages/?locale=en&type=measure&limit={DIFFERENT}")
    details = [f"{API}/pages/{page['number']}/?locale=en" for page in pages]
    bodies = [read(f"{base}{path}") for path in details]
    static, static_pid = also.enter_context(files([body for body, _etag in bodies]))
    old = listed(base, f"{V2}/pages/?type=measures.MeasurePage&locale=en&limit=20")
    old_lists = [
        f"{V2}/pages/?type=measures.MeasurePage&locale=en&limit=20&offset={20 * step}"
        for step in range(5)
    ]
    lists = [
        f"{API}/pages/?locale=en&type=measure&limit={limit}&sort={sort}"
        for limit in range(18, 23)
        for sort in ("section", "-updated", "title", "number")
    ]
    codes = json.loads(read(f"{base}{API}/vocabularies/countries/?locale=en")[0])["items"]
    narrowed = [
        f"{API}/pages/?locale=en&type=measure&country={code['code']}"
        f"&facets=country,sector,city,kind,year&limit=20"
        for code in codes[:20]
    ]
    cold = [
        f"{path}&updated_since=2000-01-01T00:{minute:02}:{second:02}Z"
        for path in narrowed[:2]
        for minute in range(60)
        for second in range(60)
    ]
    resolved = [f"{API}/resolve/?path={page['path']}" for page in pages]

    def of(name: str, paths: Sequence[str | Asked]) -> Measured:
        asked = [path if isinstance(path, Asked) else Asked(path) for path in paths]
        return Measured(name, base, asked, serving)

    return [
        of("v2 detail", [f"{V2}/pages/{page['id']}/" for page in old]),
        of("detail", details),
        of(
            "detail, asked for the first time",
            [spelled(path, way) for way in range(256) for path in details],
        ),
        of("304", [Asked(path, etag) for path, (_body, etag) in zip(details, bodies, strict=True)]),
        of("resolve", resolved),
        of("navigation", [f"{API}/navigation/?locale=en", f"{API}/navigation/?locale=ja"]),
        of("v2 list", old_lists),
        of("list", lists),
        of("filtered list with facets", narrowed),
        of("filtered list with facets, asked for the first time", cold),
        Measured(
            "files by nginx",
            static,
            [Asked(f"/{place}.json") for place in range(len(bodies))],
            lambda: tree_of(static_pid),
        ),
    ]


def measure(pages: int, rounds: int, seconds: int) -> dict[str, Result]:
    """Measure everything on a site of so many pages in each language."""
    url = prepare(pages)
    with service(url) as (base, pid), ExitStack() as also:
        database = urlsplit(url).path.removeprefix("/")
        everything = measured(base, pid, database, also)
        samples: dict[str, list[Sample]] = {one.name: [] for one in everything}
        for one in everything:  # warm
            run(one.base, one.asked, 1, one.busy)
        for _round in range(rounds):
            for one in everything:
                samples[one.name].append(run(one.base, one.asked, seconds, one.busy))
    return {name: Result(tuple(found)) for name, found in samples.items()}


#: What is compared with what, and how many times less it is to take.
GOALS = (
    ("detail", "v2 detail", 25),
    ("detail, asked for the first time", "v2 detail", 25),
    ("304", "v2 detail", 40),
    ("resolve", "v2 detail", 25),
    ("navigation", "v2 detail", 25),
    ("list", "v2 list", 12),
    ("filtered list with facets", "v2 list", 12),
    ("filtered list with facets, asked for the first time", "v2 list", 12),
)


def report(results: dict[int, dict[str, Result]]) -> str:
    """Return the results as tables in Markdown."""
    lines: list[str] = []
    for pages, found in results.items():
        lines += [
            f"### {pages:,} pages in each language",
            "",
            "| | processor ms | spread | requests/s | spread | median ms |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {name} | {one.middle('processor'):.3f} | {one.spread('processor')} "
            f"| {one.middle('rate'):,.0f} | {one.spread('rate')} | {one.middle('median'):.2f} |"
            for name, one in found.items()
        ]
        lines += ["", "| against API v2 | processor | requests/s | goal |", "|---|---|---|---|"]
        for name, other, goal in GOALS:
            processor = found[other].middle("processor") / found[name].middle("processor")
            rate = found[name].middle("rate") / found[other].middle("rate")
            lines.append(f"| {name} | {processor:.1f} × | {rate:.1f} × | {goal} × |")
        lines.append("")
    sizes = sorted(results)
    if len(sizes) > 1:
        small, large = results[sizes[0]], results[sizes[-1]]
        lines += [
            f"| {sizes[-1]:,} pages against {sizes[0]:,} | processor | median |",
            "|---|---|---|",
        ]
        lines += [
            f"| {name} | {large[name].middle('processor') / small[name].middle('processor'):.2f} × "
            f"| {large[name].middle('median') / small[name].middle('median'):.2f} × |"
            for name in small
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    needed("wrk", "nginx")
    results = {pages: measure(pages, options.rounds, options.seconds) for pages in options.pages}
    sys.stdout.write(report(results))


if __name__ == "__main__":
    main()
