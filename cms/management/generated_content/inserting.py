"""Puts generated pages into the tree many at a time, without revisions and without signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page

from content.models import BasePage, PageNumber, PageTag, TaggedPage
from manuals.models import ManualIndexPage
from measures.models import MeasureIndexPage
from networks.models import NetworkIndexPage
from programs.models import ApplicationWindow, ProgramIndexPage

from .library import Library
from .pages import SLUG, GeneratedPage, Plan, slug_of
from .texts import LANGUAGES

#: Page numbers of one transaction.
BATCH = 100
INDEXES: dict[str, type[BasePage]] = {
    "network": NetworkIndexPage,
    "program": ProgramIndexPage,
    "measure": MeasureIndexPage,
    "manual": ManualIndexPage,
}

Progress = Callable[[int, int], None]


class MissingSectionError(Exception):
    """The site lacks a section's front page in a language."""


class Inserter:
    """Adds pages in both languages to the sections of a site."""

    def __init__(self, seed: int, library: Library) -> None:
        """Find the sections.

        Raises:
            MissingSectionError: one is not there.
        """
        self.seed = seed
        self.library = library
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES
        }
        self.sections: dict[tuple[str, str], Page] = {}
        for kind, model in INDEXES.items():
            for code, locale in self.locales.items():
                found = model.objects.filter(locale=locale).order_by("path").first()
                if found is None:
                    raise MissingSectionError(f"{model.__name__} ({code})")
                self.sections[kind, code] = found.page_ptr
        self.groups: dict[tuple[str, int], Page] = {}
        self.last_steps: dict[str, int] = {}

    def fill(self, wanted: int, progress: Progress) -> int:
        """Add pages until there are as many generated ones in each language as wanted.

        Returns:
            How many were added in each language.
        """
        japanese = Page.objects.filter(slug__startswith=SLUG, locale=self.locales["ja"])
        ids = dict(japanese.values_list("slug", "pk"))
        earlier = [ids[slug] for slug in sorted(ids)]
        first = len(earlier) + 1
        start = first
        while start <= wanted:
            end = min((start - 1) // BATCH * BATCH + BATCH, wanted)
            numbers = range(start, end + 1)
            # Which pages there are to link to depends on the number alone, not on earlier runs.
            plans = [
                Plan(self.seed, number, self.library, earlier[: (number - 1) // BATCH * BATCH])
                for number in numbers
            ]
            with transaction.atomic():
                for code in LANGUAGES:
                    pages = [plan.page_in(code) for plan in plans]
                    self._insert(code, plans, pages)
                    if code == "ja":
                        earlier += [generated.page.pk for generated in pages]
            progress(end - first + 1, wanted - first + 1)
            start = end + 1
        return max(wanted - first + 1, 0)

    def _insert(self, code: str, plans: list[Plan], pages: list[GeneratedPage]) -> None:
        for plan, generated in zip(plans, pages, strict=True):
            self._place(code, plan, generated.page)
        rows = [_page_row(generated.page) for generated in pages]
        for generated, row in zip(pages, Page.objects.bulk_create(rows), strict=True):
            page = generated.page
            page.pk = page.id = page.page_ptr_id = row.pk
            page.save_base(raw=True, force_insert=True)
        self._relate(pages)
        PageNumber.objects.bulk_create(
            [PageNumber(translation_key=plan.translation_key) for plan in plans],
            ignore_conflicts=True,
        )
        for parent in {page.path[: -Page.steplen] for page in rows}:
            below = Page.objects.filter(
                path__startswith=parent, depth=len(parent) // Page.steplen + 1
            )
            Page.objects.filter(path=parent).update(numchild=below.count())

    def _place(self, code: str, plan: Plan, page: BasePage) -> None:
        """Give a page its place: below its section, or below a group of networks."""
        parent = self.sections[plan.kind, code]
        if plan.group == plan.number:
            self.groups[code, plan.group] = page
        elif plan.group is not None:
            parent = self._group(code, plan.group)
        if parent.path not in self.last_steps:
            last = parent.get_last_child()
            self.last_steps[parent.path] = Page._str2int(last.path[-Page.steplen :]) if last else 0
        self.last_steps[parent.path] += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, self.last_steps[parent.path])
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale = self.locales[code]
        page.content_type = ContentType.objects.get_for_model(type(page))

    def _group(self, code: str, number: int) -> Page:
        if (code, number) not in self.groups:
            found = Page.objects.filter(slug=slug_of(number), locale=self.locales[code]).first()
            self.groups[code, number] = found or self.sections["network", code]
        return self.groups[code, number]

    def _relate(self, pages: list[GeneratedPage]) -> None:
        through: dict[Any, list[Any]] = {}
        for generated in pages:
            for name, entries in generated.relations.items():
                field = generated.page._meta.get_field(name)
                model = field.remote_field.through
                here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
                through.setdefault(model, []).extend(
                    model(**{here: generated.page.pk, there: entry.pk}) for entry in entries
                )
            for window in generated.windows:
                window.program_id = generated.page.pk
                through.setdefault(ApplicationWindow, []).append(window)
        for model, rows in through.items():
            model._base_manager.bulk_create(rows)
        tags = {
            name: PageTag.objects.get_or_create(name=name)[0] for name in {p.tag for p in pages}
        }
        TaggedPage.objects.bulk_create(
            TaggedPage(tag=tags[generated.tag], content_object_id=generated.page.pk)
            for generated in pages
        )


def _page_row(page: BasePage) -> Page:
    """Return the part of a page that Wagtail's own table holds."""
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]
    return Page(**{field.attname: getattr(page, field.attname) for field in fields})
