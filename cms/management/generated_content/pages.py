"""What a generated page holds, decided by the seed and its running number alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid5

from content.models import BasePage, TranslationStanding
from manuals.models import ManualKind, ManualPage
from measures.models import MeasureKind, MeasurePage
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramKind, ProgramPage

from .library import Library
from .texts import LANGUAGES, Author

#: Generated pages are found again by it.
SLUG = "generated-"
NAMESPACE = UUID("6f1d3f0e-51c4-4a0c-9f4e-2f5d0a1b7c11")
#: Kinds in turn: two measures for one of each other kind.
KINDS = ("measure", "network", "measure", "program", "manual")
#: A network of so many in turn has the next ones below it.
GROUP = 10
TODAY = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
DAYS = 1_000
FIRST_YEAR, LAST_YEAR = 1990, 2025
SUMMARY_LENGTH = 60
PARAGRAPH_LENGTH = 250
LINKS = 2


def slug_of(number: int) -> str:
    """The slug of the page of a running number."""
    return f"{SLUG}{number:06}"


#: Relations between a page and entries of a vocabulary, by the field's name.
Relations = dict[str, list[Any]]


@dataclass(frozen=True)
class GeneratedPage:
    """A page that is not stored yet, with what can be stored only after it."""

    page: Any
    relations: Relations
    windows: list[ApplicationWindow]
    tag: str


class Plan:
    """Everything about the page of a running number that both languages share."""

    def __init__(self, seed: int, number: int, library: Library, earlier: Sequence[int]) -> None:
        self.number = number
        self.kind = KINDS[number % len(KINDS)]
        self.name = f"{seed} {number}"
        chance = self.chance("shared")
        self.translation_key = uuid5(NAMESPACE, self.name)
        self.slug = slug_of(number)
        self.group = self._group_number()
        self.sectors = chance.sample(library.sectors, chance.randint(1, 2))
        self.city = chance.choice(library.cities)
        self.cities = chance.sample(library.cities, chance.randint(1, 6))
        self.countries = chance.sample(library.countries, chance.randint(1, 2))
        self.organisation = chance.choice(library.organisations)
        self.support_forms = chance.sample(library.support_forms, 1)
        self.picture = chance.choice(library.pictures) if library.pictures else None
        self.year = chance.randint(FIRST_YEAR, LAST_YEAR)
        self.published = TODAY - timedelta(days=chance.randint(0, DAYS), seconds=number % 3600)
        self.day = date(self.year, chance.randint(1, 12), 1)
        self.opens = TODAY + timedelta(days=chance.randint(-DAYS, DAYS) // 2)
        self.choice = chance.random()
        self.linked = chance.sample(list(earlier), min(LINKS, len(earlier)))

    def _group_number(self) -> int | None:
        """The number of the network that this one stands below: its own for a group."""
        if self.kind != "network":
            return None
        return self.number - self.number // len(KINDS) % GROUP * len(KINDS)

    def chance(self, purpose: str) -> Random:
        """Chance of its own for a purpose, so that nothing else moves when one thing is added."""
        return Random(f"{self.name} {purpose}")  # noqa: S311  # test data

    def page_in(self, code: str) -> GeneratedPage:
        """Return the page in a language."""
        language = LANGUAGES[code]
        chance = self.chance(code)
        author = Author(language, [sector.code for sector in self.sectors], chance)
        make = {
            "network": self._network,
            "program": self._program,
            "measure": self._measure,
            "manual": self._manual,
        }[self.kind]
        page, relations, windows = make(author)
        page.title = page.draft_title = author.title(self.kind, self.number)
        page.slug = self.slug
        page.translation_key = self.translation_key
        page.search_description = author.text(SUMMARY_LENGTH)
        page.listing_image = self.picture
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = self.published
        page.last_published_at = self.published + timedelta(days=chance.randint(0, DAYS // 10))
        if code == "en":
            page.translation_standing = TranslationStanding.PROVISIONAL
            page.prevailing_language = "ja"
        page.body = self._body(author)
        return GeneratedPage(page, relations, windows, chance.choice(author.topics))

    def _network(self, author: Author) -> tuple[BasePage, Relations, list[ApplicationWindow]]:
        page = NetworkPage(
            summary=author.text(SUMMARY_LENGTH),
            acronym=f"TEST{self.number}",
            founded_year=self.year,
            founding=author.sentence(),
            secretariat_city=self.city,
        )
        return page, {"sectors": self.sectors, "member_cities": self.cities}, []

    def _program(self, author: Author) -> tuple[BasePage, Relations, list[ApplicationWindow]]:
        kinds = list(ProgramKind)
        page = ProgramPage(
            summary=author.text(SUMMARY_LENGTH),
            kind=kinds[int(self.choice * len(kinds))],
            provider=self.organisation,
            applicants=author.sentence(),
            contact=author.paragraphs(1, SUMMARY_LENGTH),
        )
        window = ApplicationWindow(
            opens_at=self.opens,
            closes_at=self.opens + timedelta(days=60),
            fiscal_year=self.opens.year,
            sort_order=0,
        )
        relations = {
            "sectors": self.sectors,
            "countries": self.countries,
            "support_forms": self.support_forms,
        }
        return page, relations, [window]

    def _measure(self, author: Author) -> tuple[BasePage, Relations, list[ApplicationWindow]]:
        kinds = list(MeasureKind)
        page = MeasurePage(
            summary=author.text(SUMMARY_LENGTH),
            kind=kinds[int(self.choice * len(kinds))],
            city=self.city,
            country=self.city.country,
            period_start=self.year,
            challenge=author.paragraphs(1, PARAGRAPH_LENGTH),
            action_taken=author.paragraphs(1, PARAGRAPH_LENGTH),
            results=author.paragraphs(1, PARAGRAPH_LENGTH),
        )
        return page, {"sectors": self.sectors, "partners": [self.organisation]}, []

    def _manual(self, author: Author) -> tuple[BasePage, Relations, list[ApplicationWindow]]:
        kinds = list(ManualKind)
        page = ManualPage(
            kind=kinds[int(self.choice * len(kinds))],
            publisher=self.organisation,
            published_on=self.day,
            published_precision=ManualPage.Precision.MONTH,
            abstract=author.text(PARAGRAPH_LENGTH),
        )
        return page, {"sectors": self.sectors, "countries": self.countries}, []

    def _body(self, author: Author) -> list[dict[str, Any]]:
        language = author.language
        warning = {"kind": "caution", "title": language.warning_title, "text": language.warning}
        blocks: list[tuple[str, Any]] = [("notice", warning)]
        for heading in author.chance.sample(language.headings, 3):
            blocks.append(("heading", {"level": "h2", "text": heading}))
            blocks.append(("rich_text", author.paragraphs(2, PARAGRAPH_LENGTH)))
        if self.linked:
            items = [
                {"type": "item", "id": self._id(author, f"link {page_id}"), "value": page_id}
                for page_id in self.linked
            ]
            blocks.append(("related_pages", {"title": "", "pages": items}))
        return [
            {"type": name, "value": value, "id": self._id(author, f"block {position}")}
            for position, (name, value) in enumerate(blocks)
        ]

    def _id(self, author: Author, what: str) -> str:
        return str(uuid5(self.translation_key, f"{author.language.warning_title} {what}"))
