"""A site whose every list can grow: written in bulk, so that 200 items take a second."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.images.models import Filter
from wagtail.models import Page

from content.models import City, Country, Organisation, PageNumber, Sector
from content.pictures import DECLARED_RENDITIONS
from home.models import ContentPage, FeaturedPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from media.models import Document, Image, Rendition
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramPage, SupportForm
from publishing.writing import actions
from tests.small_site import SmallSite, add, add_document, add_image

Many = Sequence[Any]


def add_many(parent: Page, pages: Many) -> None:
    """Publish new pages of one type below another: two inserts, no signals."""
    parent = Page.objects.get(pk=parent.pk)
    model = type(pages[0])
    now = timezone.now()
    for position, page in enumerate(pages, start=parent.numchild + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, position)
        page.depth = parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.locale_id = parent.locale_id
        page.draft_title = page.title
        page.content_type = ContentType.objects.get_for_model(model)
        page.first_published_at = page.last_published_at = now
    names = [field.attname for field in Page._meta.concrete_fields if field.attname != "id"]
    stored = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in names}) for page in pages]
    )
    for page, base in zip(pages, stored, strict=True):
        page.pk = page.id = page.page_ptr_id = base.pk
    model._base_manager.all()._batched_insert(pages, model._meta.local_concrete_fields, None)
    PageNumber.objects.bulk_create(
        [PageNumber(translation_key=page.translation_key) for page in pages], ignore_conflicts=True
    )
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def relate(pages: Many, field: str, entries: Many) -> None:
    """Give every page every entry in a many-to-many field."""
    relation = type(pages[0])._meta.get_field(field)
    through = relation.remote_field.through
    own, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    through._base_manager.bulk_create(
        [through(**{f"{own}_id": page.pk, f"{other}_id": e.pk}) for page in pages for e in entries]
    )


class GrowingSite:
    """Both languages; one page of each type that shows everything there is (``full``)."""

    def __init__(self) -> None:
        site = SmallSite()
        self.homes, self.sections = site.homes, site.sections
        self.size = 0
        self.picture_file = add_image("shared").file.name
        self.document_file = add_document("shared").file.name
        self.japan = Country.objects.create(code="JP")
        full = {"title": "Full", "slug": "full", "live": True}
        self.full: dict[str, Any] = {
            "content": add(self.homes["en"], ContentPage(**full)),
            "networks": self._add("networks", NetworkPage(**full)),
            "programs": self._add("programs", ProgramPage(kind="framework", **full)),
            "measures": self._add(
                "measures", MeasurePage(kind="policy", country=self.japan, **full)
            ),
            "manuals": self._add("manuals", ManualPage(kind="manual", **full)),
        }

    def _add(self, section: str, page: Any) -> Any:
        return add(self.sections[section, "en"], page)

    def grow(self, size: int) -> None:
        """Grow every list, and what the full pages show, to a number of items."""
        numbers = range(self.size, size)
        self.size = size
        pictures = self._add_pictures(numbers)
        Document.objects.bulk_create(
            [
                Document(title=f"File {n}", file=self.document_file, media_type="text/plain")
                for n in numbers
            ]
        )
        for model, extra in (
            (Sector, {}),
            (SupportForm, {}),
            (Organisation, {"kind": "agency"}),
            (City, {"country": self.japan}),
        ):
            model._default_manager.bulk_create(
                [
                    model(code=f"entry-{n}", name_ja=f"項目{n}", name_en=f"Entry {n}", **extra)
                    for n in numbers
                ]
            )
        for language in ("ja", "en"):
            self._add_items(language, numbers, pictures)
        self._fill()
        actions.rebuild()

    def _add_pictures(self, numbers: range) -> list[Image]:
        pictures = Image.objects.bulk_create(
            [
                Image(title=f"Picture {n}", file=self.picture_file, width=64, height=48)
                for n in numbers
            ]
        )
        Rendition.objects.bulk_create(
            [
                Rendition(
                    image=picture,
                    filter_spec=spec,
                    focal_point_key=Filter(spec=spec).get_cache_key(picture),
                    file=self.picture_file,
                    width=64,
                    height=48,
                )
                for picture in pictures
                for spec in DECLARED_RENDITIONS
            ]
        )
        return pictures

    def _add_items(self, language: str, numbers: range, pictures: list[Image]) -> None:
        city, body = City.objects.latest("pk"), Organisation.objects.latest("pk")
        sectors = Sector.objects.order_by("pk")[:2]

        def items(make: Callable[..., Any], key: str, **values: Any) -> list[Any]:
            return [
                make(
                    title=f"{key} {n}",
                    slug=f"{key}-{n}",
                    translation_key=uuid.uuid5(uuid.NAMESPACE_URL, f"{key} {n}"),
                    listing_image=picture,
                    **values,
                )
                for n, picture in zip(numbers, pictures, strict=True)
            ]

        networks = items(NetworkPage, "network", founded_year=1999, secretariat_city=city)
        programs = items(ProgramPage, "program", kind="framework", provider=body)
        measures = items(
            MeasurePage, "measure", kind="policy", city=city, country=self.japan, period_start=2001
        )
        manuals = items(ManualPage, "manual", kind="manual", publisher=body)
        for key, pages in {
            "networks": networks,
            "programs": programs,
            "measures": measures,
            "manuals": manuals,
        }.items():
            add_many(self.sections[key, language], pages)
            relate(pages, "sectors", sectors)
        ApplicationWindow.objects.bulk_create(window(page, 2030) for page in programs)
        if language == "en":
            add_many(self.full["content"], items(ContentPage, "general"))
            members = items(NetworkPage, "member", secretariat_city=city)
            add_many(self.full["networks"], members)
            relate(members, "sectors", sectors)

    def _fill(self) -> None:
        """Let the full pages show every entry, picture, file and page."""
        body = full_body()
        fields: dict[str, dict[str, Any]] = {
            "networks": {"sectors": Sector, "member_cities": City},
            "programs": {"sectors": Sector, "support_forms": SupportForm},
            "measures": {"sectors": Sector, "partners": Organisation},
            "manuals": {"sectors": Sector},
            "content": {},
        }
        files = [
            {
                "type": "file",
                "value": {
                    "document": pk,
                    "label": "File",
                    "language": "en",
                    "standing": "original",
                },
            }
            for pk in Document.objects.values_list("pk", flat=True)
        ]
        for key, relations in fields.items():
            page = type(self.full[key]).objects.get(pk=self.full[key].pk)
            page.body = body
            page.listing_image = Image.objects.latest("pk")
            if key == "manuals":
                page.files = files
            page.save()
            for name, model in relations.items():
                type(page)._meta.get_field(name).remote_field.through.objects.filter(
                    **{f"{type(page)._meta.model_name}": page.pk}
                ).delete()
                relate([page], name, model.objects.all())
        program = self.full["programs"]
        program.windows.all().delete()
        ApplicationWindow.objects.bulk_create(window(program, 2030 + n) for n in range(self.size))
        home = type(self.homes["en"]).objects.get(pk=self.homes["en"].pk)
        home.featured = [
            FeaturedPage(page_id=pk, sort_order=pk)
            for pk in NetworkPage.objects.order_by("pk").values_list("pk", flat=True)[:6]
        ]
        home.save()


def window(program: ProgramPage, year: int) -> ApplicationWindow:
    """A window that closes at the end of a year far away."""
    closes = datetime(year, 12, 31, tzinfo=timezone.get_current_timezone())
    return ApplicationWindow(program=program, fiscal_year=year, closes_at=closes)


def full_body() -> list[dict[str, Any]]:
    """A body with one of each pointing block for every picture, file and section item."""
    pages = list(
        MeasurePage.objects.filter(locale__language_code="en").values_list("pk", flat=True)
    )
    documents = list(Document.objects.values_list("pk", flat=True))
    text = '<p><a linktype="page" id="{}">page</a> <a linktype="document" id="{}">file</a></p>'
    texts = [text.format(*pair) for pair in zip(pages, documents, strict=False)]
    blocks: list[tuple[str, Any]] = [
        *(("rich_text", words) for words in texts),
        *(("notice", {"kind": "caution", "title": "Note", "text": words}) for words in texts),
        ("steps", {"steps": [{"title": "Step", "text": words} for words in texts]}),
        *(
            ("image", {"image": pk, "alt_text": "A picture"})
            for pk in Image.objects.filter(title__startswith="Picture").values_list("pk", flat=True)
        ),
        *(("file", {"document": pk, "label": ""}) for pk in documents),
        ("link_list", {"links": [{"page": pk, "text": ""} for pk in pages]}),
        ("link_list", {"links": [{"document": pk, "text": ""} for pk in documents]}),
        *(("related_pages", {"title": "", "pages": [pk]}) for pk in pages),
    ]
    return [{"type": kind, "value": value} for kind, value in blocks]
