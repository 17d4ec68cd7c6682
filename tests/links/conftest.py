from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Collection

from content.models import City, Country, Organisation, Sector
from home.models import ContentPage, FeaturedPage, HomePage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ProgramPage, SupportForm
from publishing.writing import actions
from tests.small_site import SmallSite, add, add_document, add_image

TARGET = "zqxtarget"


class PointingPages:
    """Public English pages that point at one page, file, picture and entry in every way there is.

    ``pages`` are those that show it to readers in their own text, ``home`` puts the page forward;
    ``target``, ``document``, ``image`` and ``entries`` say the target's word.
    """

    def __init__(self) -> None:
        site = SmallSite()
        shelf = Collection.get_first_root_node().add_child(name="Shelf")
        home = site.homes["en"]
        self.target = add(home, ContentPage(title=f"{TARGET} page", slug=TARGET))
        self.document = add_document(TARGET, shelf)
        self.image = add_image(TARGET, shelf)
        japan = Country.objects.create(code="JP")
        names = {"name_ja": f"{TARGET} ja", "name_en": f"{TARGET} en"}
        entries: dict[str, Any] = {
            "city": City.objects.create(code=f"{TARGET}-city", country=japan, **names),
            "sector": Sector.objects.create(code=f"{TARGET}-sector", **names),
            "organisation": Organisation.objects.create(
                code=f"{TARGET}-body", kind="agency", **names
            ),
            "support_form": SupportForm.objects.create(code=f"{TARGET}-form", **names),
            "country": Country.objects.create(code="KR", **names),
        }
        self.entries = entries
        network = NetworkPage(title="Network", slug="network", secretariat_city=entries["city"])
        network.sectors, network.member_cities = [entries["sector"]], [entries["city"]]
        program = ProgramPage(
            title="Programme",
            slug="programme",
            kind="framework",
            provider=entries["organisation"],
            contact=self.text,
        )
        program.sectors, program.countries = [entries["sector"]], [entries["country"]]
        program.support_forms = [entries["support_form"]]
        measure = MeasurePage(
            title="Measure",
            slug="measure",
            kind="policy",
            country=japan,
            challenge=self.text,
            action_taken=self.text,
            results=self.text,
            lessons=self.text,
        )
        measure.partners, measure.sectors = [entries["organisation"]], [entries["sector"]]
        manual = ManualPage(
            title="Manual", slug="manual", kind="manual", publisher=entries["organisation"]
        )
        manual.sectors, manual.countries = [entries["sector"]], [entries["country"]]
        value = {
            "document": self.document.pk,
            "label": "the file",
            "language": "en",
            "standing": "original",
        }
        manual.files = [{"type": "file", "value": value}]
        self.pages: dict[str, Any] = {}
        for page, parent in (
            (network, site.sections["networks", "en"]),
            (program, site.sections["programs", "en"]),
            (measure, site.sections["measures", "en"]),
            (manual, site.sections["manuals", "en"]),
            (ContentPage(title="General", slug="general"), home),
        ):
            page.listing_image, page.body = self.image, self.body
            self.pages[page.slug] = add(parent, page)
        self.home = HomePage.objects.get(pk=home.pk)
        self.home.featured = [FeaturedPage(page_id=self.target.pk)]
        self.home.save_revision().publish()

    @property
    def text(self) -> str:
        """Rich text that links to the page and to the file."""
        return (
            f'<p>before <a linktype="page" id="{self.target.pk}">words of a link</a>, '
            f'<a linktype="document" id="{self.document.pk}">words of a file</a> after</p>'
        )

    @property
    def body(self) -> list[dict[str, Any]]:
        """Every block that points at something, each with words of its own beside."""
        page, document, image = self.target.pk, self.document.pk, self.image.pk
        blocks: dict[str, Any] = {
            "rich_text": self.text,
            "image": {"image": image, "alt_text": "", "caption": "words of a caption"},
            "file": {"document": document, "label": "words of a download"},
            "link_list": {
                "title": "words of a list",
                "links": [
                    {"page": page, "text": ""},
                    {"page": page, "text": "words of an entry"},
                    {"document": document, "text": "words of an enclosure"},
                ],
            },
            "notice": {"kind": "caution", "title": "Note", "text": self.text},
            "related_pages": {"title": "", "pages": [page]},
            "steps": {"title": "", "steps": [{"title": "Step", "text": self.text}]},
        }
        return [{"type": kind, "value": value} for kind, value in blocks.items()]


@pytest.fixture(scope="module")
def pointing_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[PointingPages]:
    with django_db_blocker.unblock(), transaction.atomic():
        pages = PointingPages()
        actions.settle()
        yield pages
        transaction.set_rollback(True)


@pytest.fixture
def pointing(pointing_of_module: PointingPages, db: None) -> PointingPages:
    return pointing_of_module
