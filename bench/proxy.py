"""The delivery API behind a cache that is told what changes: Varnish as ``deploy/`` sets it up.

Reports requests per second beside nginx serving the same bytes as files, and how long after a
publish readers behind the cache see it: in detail, list and navigation. Uses the site that
``bench.delivery`` keeps. Needs varnishd, nginx and wrk.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .delivery import API, DIFFERENT, PROJECT, files, listed, prepare, read, service
from .load import Asked, Result, run
from .processes import HOST, free_port, needed, running, tree_of

ROUNDS, SECONDS, PUBLISHES = 3, 5, 5


@contextmanager
def cache(backend: str, port: int) -> Iterator[tuple[str, int]]:
    """Run Varnish in front of a server; give its address and its first process."""
    with tempfile.TemporaryDirectory() as folder:
        text = (PROJECT / "deploy" / "varnish.vcl").read_text()
        Path(folder).chmod(0o755)
        configuration = Path(folder) / "varnish.vcl"
        configuration.write_text(text.replace('"8000"', f'"{backend.rpartition(":")[2]}"'))
        command = ["varnishd", "-F", "-a", f"{HOST}:{port}", "-f", str(configuration)]
        command += ["-s", "malloc,256m", "-n", f"{folder}/work"]
        command += shlex.split((PROJECT / "deploy" / "varnish.options").read_text())
        with running(command, f"http://{HOST}:{port}/healthz") as process:
            yield f"http://{HOST}:{port}", process.pid


def main() -> None:
    """Measure, and print what was found."""
    needed("wrk", "nginx", "varnishd")
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    url = prepare(pages)
    port = free_port()
    told = {
        "DELIVERY_CACHE_TAG_HEADER": "Surrogate-Key",
        "DELIVERY_CACHE_CONTROL": "public, max-age=0, s-maxage=86400",
        "CACHE_PURGE_URL": f"http://{HOST}:{port}/",
    }
    with service(url, told) as (backend, _pid), cache(backend, port) as (front, front_pid):
        items = listed(front, f"{API}/pages/?locale=en&type=measure&limit={DIFFERENT}")
        paths = [f"{API}/pages/{item['number']}/?locale=en" for item in items]
        bodies = [read(f"{front}{path}")[0] for path in paths]
        with files(bodies) as (static, static_pid):
            asked = [Asked(path) for path in paths]
            plain = [Asked(f"/{place}.json") for place in range(len(bodies))]
            cached, by_files = [], []
            for _round in range(ROUNDS):
                cached.append(run(front, asked, SECONDS, lambda: tree_of(front_pid)))
                by_files.append(run(static, plain, SECONDS, lambda: tree_of(static_pid)))
        behind, beside = Result(tuple(cached)), Result(tuple(by_files))
        share = behind.middle("rate") / beside.middle("rate")
        sys.stdout.write(
            f"Behind Varnish: {behind.middle('rate'):,.0f} requests/s ({behind.spread('rate')}); "
            f"files by nginx: {beside.middle('rate'):,.0f} ({beside.spread('rate')}); "
            f"share: {share:.2f}\n"
        )
        path = str(items[0]["path"])
        waits = [seen_after(front, url, told, path, paths[0]) for _publish in range(PUBLISHES)]
        sys.stdout.write(
            f"Seconds from the end of a publish until detail, list and navigation show it behind "
            f"the cache: {', '.join(f'{wait:.2f}' for wait in waits)}\n"
        )


def seen_after(front: str, url: str, told: dict[str, str], path: str, detail: str) -> float:
    """Publish a change from another process; return the seconds until all readers see it."""
    title = f"Generated {time.time_ns()}"
    addresses = [
        detail,
        f"{API}/pages/?locale=en&type=measure&limit=100",
        f"{API}/navigation/?locale=en&depth=2",
        f"{API}/resolve/?path={path}",
    ]
    for address in addresses:
        read(f"{front}{address}")
    environment = {**os.environ, **told, "DATABASE_URL": url}
    environment |= {"MEDIA_ROOT": str(PROJECT / "var" / "bench-media")}
    environment |= {
        "TASKS_BACKEND": "immediate",
        "BASE_URL": base_url_of(front, detail),
    }
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", script(path, title)],
        cwd=PROJECT,
        env=environment,
        check=True,
    )
    published = time.monotonic()
    while not all(title in read(f"{front}{address}")[0].decode() for address in addresses):
        if time.monotonic() - published > 30:
            raise SystemExit("Readers behind the cache do not see a publish.")
        time.sleep(0.01)
    return time.monotonic() - published


def base_url_of(front: str, detail: str) -> str:
    """Return the address that pages are published under."""
    page = json.loads(read(f"{front}{detail}")[0])
    return str(page["url"].removesuffix(page["path"]))


def script(path: str, title: str) -> str:
    """Return what publishes the page at an address under another title."""
    return (
        "from publishing.models import Document\n"
        "from wagtail.models import Page\n"
        f"page_id = Document.objects.get(path={path!r}).page_id\n"
        "page = Page.objects.get(pk=page_id).specific\n"
        f"page.title = {title!r}\n"
        "page.save_revision().publish()\n"
    )


if __name__ == "__main__":
    main()
