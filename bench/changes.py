"""How long a change that concerns thousands of pages takes, and who waits for it meanwhile.

``python -m bench.changes`` builds a site of its own in a new database (on the server of
``DATABASE_URL``, or as SQLite), with ``--pages`` generated pages in each language, and then, while
an editor publishes another page again and again:

- renames a city that thousands of pages carry, until each of them says so; this is compared with
  what rendering just these pages takes;
- gives a section another slug, until no page is left at an old address.

``--here`` measures in the database of ``DATABASE_URL`` as it is, which has to hold such pages.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .processes import processor_seconds, serving_database, tree_of
from .publishing import Editor, own_database, worker

CODE = "bench-city"
MOST_SECONDS = 1_800
POLL_SECONDS = 0.1
#: Seconds between two publishes of the editor.
PAUSE = 2.0


def build(pages: int) -> None:
    """Fill a new site."""
    from django.core.management import call_command

    call_command("load_opening_content", verbosity=0)
    call_command("generate_content", pages=pages, force=True, verbosity=0)


def carry_one_city() -> Any:
    """Let all measures and networks carry one city; return it."""
    from content.models import City, Country
    from measures.models import MeasurePage
    from networks.models import NetworkPage
    from publishing.writing import actions, recording

    city, is_new = City.objects.get_or_create(
        code=CODE,
        defaults={"name_ja": "計測市", "name_en": "Bench", "country": Country.objects.all()[0]},
    )
    if is_new:
        MeasurePage.objects.update(city=city, country=city.country)
        members = NetworkPage.member_cities.through
        members.objects.bulk_create(
            members(networkpage_id=pk, city_id=city.pk)
            for pk in NetworkPage.objects.values_list("pk", flat=True)
        )
        ids = [
            *MeasurePage.objects.values_list("pk", flat=True),
            *NetworkPage.objects.values_list("pk", flat=True),
        ]
        recording.record(*(f"page-{pk}" for pk in ids))
        actions.settle()
    return city


def rendering_seconds(page_ids: list[int]) -> float:
    """Return how long it takes to render pages, as often as each is needed: once."""
    from django.utils import timezone

    from publishing.writing import actions
    from publishing.writing.related import related_documents
    from publishing.writing.render import render, together

    started = time.perf_counter()
    for start in range(0, len(page_ids), actions.CHUNK):
        found = list(actions.public_by_id(page_ids[start : start + actions.CHUNK]).values())
        with together(found):
            for page in found:
                render(page, timezone.now(), related_documents)
    return time.perf_counter() - started


def processor() -> float:
    """Return the processor seconds that this process, its worker and their database have taken."""
    from django.db import connection

    database = serving_database(connection.settings_dict["NAME"])
    return sum(processor_seconds(tree_of(os.getpid()) | database).values())


class Publisher:
    """An editor who publishes one page again and again, and looks when readers see it."""

    def __init__(self) -> None:
        from home.models import ContentPage

        self.editor = Editor()
        self.page = ContentPage.objects.live().order_by("-pk")[0]
        self.answers: list[float] = []
        self.seen: list[float] = []

    def publish(self) -> None:
        """Publish once, and wait until readers see it."""
        from publishing.models import Document

        title = f"bench {time.time():.3f}"
        started = time.perf_counter()
        self.answers.append(self.editor.publish(self.page, title))
        while not Document.objects.filter(page_id=self.page.pk, title=title).exists():
            time.sleep(POLL_SECONDS)
        self.seen.append(time.perf_counter() - started)

    def while_not(self, holds: Callable[[], bool]) -> float:
        """Publish until something holds; return how many seconds that took.

        Raises:
            RuntimeError: it takes too long.
        """
        started = published = time.perf_counter()
        while not holds():
            now = time.perf_counter()
            if now - started > MOST_SECONDS:
                raise RuntimeError(f"Not within {MOST_SECONDS} seconds.")
            if now - published > PAUSE:
                self.publish()
                published = time.perf_counter()
            time.sleep(POLL_SECONDS)
        return time.perf_counter() - started

    def said(self) -> str:
        """Return what was found since this was asked last, in words."""
        if not self.seen:
            return "no publish meanwhile"
        text = (
            f"{len(self.seen)} publishes meanwhile: answered after "
            f"{statistics.median(self.answers):.2f} s ({max(self.answers):.2f} at most), "
            f"seen after {statistics.median(self.seen):.2f} s ({max(self.seen):.2f} at most)"
        )
        self.answers, self.seen = [], []
        return text


def rename_city(publisher: Publisher) -> None:
    """Rename the city, and print what that took."""
    from publishing.models import Dependency, Facet, Pending

    city = carry_one_city()
    ids = list(
        Dependency.objects.filter(name=f"city-{city.pk}").values_list(
            "document__page_id", flat=True
        )
    )
    before = processor()
    rendering = rendering_seconds(ids)
    work_of_rendering = processor() - before
    name = f"Bench {int(time.time())}"
    city.name_ja = city.name_en = name
    before, started = processor(), time.perf_counter()
    city.save()
    told = time.perf_counter() - started

    def is_right() -> bool:
        behind = Facet.objects.filter(key="city", value=CODE).exclude(label=name)
        return not (Pending.objects.exists() or behind.exists())

    taken = publisher.while_not(is_right)
    work = processor() - before
    print(f"rendering {len(ids)} pages: {rendering:.1f} s, {work_of_rendering:.1f} s of processor")
    print(f"a city of theirs renamed: saved in {told:.2f} s, right everywhere after {taken:.1f} s")
    print(f"  {taken / rendering:.2f} times as long (to be below 2.5)")
    print(f"  {work:.1f} s of processor, publishes included: {work / work_of_rendering:.2f} times")
    print(f"  {publisher.said()}")


def rename_section(publisher: Publisher) -> None:
    """Give the Japanese measures' section another slug, and print what that took."""
    from measures.models import MeasureIndexPage
    from publishing.models import Document, Pending
    from publishing.writing.recording import gathering

    section = MeasureIndexPage.objects.filter(locale__language_code="ja").get()
    old = section.get_url()
    pages = Document.objects.filter(path__startswith=old).count()
    started = time.perf_counter()
    with gathering():
        section.slug = f"measures-{int(time.time())}"
        section.save_revision().publish()
    told = time.perf_counter() - started
    gone = publisher.while_not(lambda: not Document.objects.filter(path__startswith=old).exists())
    rest = publisher.while_not(lambda: not Pending.objects.exists())
    print(f"a section of {pages} pages renamed: done in {told:.2f} s, the last old address gone")
    print(
        f"  after {gone:.1f} s (to be below 60), all that shows it right after {gone + rest:.1f} s"
    )
    print(f"  {publisher.said()}")


def measure() -> None:
    """Measure both, and print what was found."""
    carry_one_city()
    publisher = Publisher()
    publisher.publish()
    publisher.said()
    with worker():
        rename_city(publisher)
        rename_section(publisher)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_500)
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args()
    if options.here:
        import django
        from django.conf import settings

        django.setup()
        settings.ALLOWED_HOSTS = ["testserver"]
        measure()
        return
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)):
        build(options.pages)
        measure()


if __name__ == "__main__":
    main()
