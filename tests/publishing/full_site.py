"""A page of each type in both languages with everything filled in, and things to point at."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)

from content.models import BasePage, City, Country, Organisation, Sector
from home.models import ContentPage, FeaturedPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ApplicationWindow, ProgramPage, SupportForm

from ..small_site import LANGUAGES, SmallSite, add, add_document, add_image

#: In every text of what the public may not see.
HIDDEN = "zqxhidden"
JAPAN = ZoneInfo("Asia/Tokyo")
OPENS = datetime(2026, 4, 1, 9, 0, tzinfo=JAPAN)
CLOSES = datetime(2026, 5, 29, 17, 0, tzinfo=JAPAN)
FIGURE = {
    "label": "会員",
    "value": "1000.5",
    "approximate": True,
    "at_least": True,
    "unit": "自治体",
    "note": "注記",
    "as_of": "2013-04",
    "source_name": "出典",
    "source_url": "https://example.org/source",
}


class FullSite(SmallSite):
    """The small site with one full page of each type in each language.

    ``pages`` holds them by kind and language; ``targets`` holds a public page by language that
    they point at, ``only_japanese`` one without a translation, ``hidden`` a draft and a restricted
    page, a closed picture and a closed file.
    """

    def __init__(self) -> None:
        super().__init__()
        self._vocabularies()
        closed = Collection.get_first_root_node().add_child(name="Closed")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        self.image, self.document = add_image("open"), add_document("open")
        self.hidden_image = add_image(HIDDEN, closed)
        self.hidden_document = add_document(HIDDEN, closed)
        self.targets: dict[str, BasePage] = {}
        self.pages: dict[tuple[str, str], Any] = {}
        for code in LANGUAGES:
            twin = self.targets.get("ja")
            page = ContentPage(title=f"Target {code}", slug="target", summary="Summary")
            self.targets[code] = add(self.homes[code], page, twin=twin)
        home = self.homes["ja"]
        self.only_japanese = add(home, ContentPage(title="日本語のみ", slug="only-japanese"))
        self.draft = add(home, ContentPage(title=HIDDEN, slug=f"{HIDDEN}-draft"), live=False)
        self.restricted = add(home, ContentPage(title=HIDDEN, slug=f"{HIDDEN}-restricted"))
        PageViewRestriction.objects.create(page=self.restricted, restriction_type="login")
        self.groups: dict[str, Any] = {}
        for code in LANGUAGES:
            group = NetworkPage(title=f"Group {code}", slug="group")
            twin = self.groups.get("ja")
            self.groups[code] = add(self.sections["networks", code], group, twin=twin)
        for code in LANGUAGES:
            self._full_pages(code)

    def _vocabularies(self) -> None:
        self.japan = Country.objects.create(code="JP")
        self.thailand = Country.objects.create(code="TH")
        self.kitakyushu = City.objects.create(
            code="kitakyushu",
            name_ja="北九州市",
            name_en="Kitakyushu",
            country=self.japan,
            latitude="33.88333",
            longitude="130.88333",
        )
        self.bangkok = City.objects.create(
            code="bangkok", name_ja="バンコク", name_en="Bangkok", country=self.thailand
        )
        self.energy, self.waste = (
            Sector.objects.create(code=code, name_ja=ja, name_en=en, sort_order=position)
            for position, code, ja, en in (
                (2, "energy", "エネルギー", "Energy"),
                (1, "waste", "廃棄物", "Waste"),
            )
        )
        self.organisation = Organisation.objects.create(
            code="agency",
            name_ja="機関",
            name_en="Agency",
            kind="agency",
            acronym="AG",
            website_ja="https://example.org/ja",
            website_en="https://example.org/en",
        )
        self.grant = SupportForm.objects.create(code="grant", name_ja="補助金", name_en="Grant")

    @property
    def hidden_pages(self) -> list[Page]:
        return [self.draft, self.restricted]

    def rich_text(self) -> str:
        """Words with a link to everything that a link may lead to, public or not."""
        links = [
            *(self._link("page", page.pk) for page in (self.targets["ja"], self.only_japanese)),
            *(self._link("page", page.pk) for page in self.hidden_pages),
            self._link("page", 10**9),
            self._link("document", self.document.pk),
            self._link("document", self.hidden_document.pk),
            '<a href="https://example.org/?a=1&amp;b=2">outside</a>',
        ]
        return f"<p><b>Words</b> &amp; {' '.join(links)}</p><ul><li>item</li></ul>"

    @staticmethod
    def _link(kind: str, object_id: int) -> str:
        return f'<a linktype="{kind}" id="{object_id}">link{object_id}</a>'

    def body(self) -> list[dict[str, Any]]:
        """A body with each block at least once, pointing at what is public and what is not."""
        pages = [self.targets["ja"].pk, self.only_japanese.pk, self.draft.pk, self.restricted.pk]
        links: list[dict[str, Any]] = [{"page": pk, "text": ""} for pk in pages]
        links += [{"page": self.draft.pk, "text": "words of our own"}]
        links += [
            {"document": document.pk, "text": ""}
            for document in (self.document, self.hidden_document)
        ]
        links += [{"url": "https://example.org/", "text": "Outside", "language": "en"}]
        return [
            {"type": "heading", "value": {"level": "h3", "text": "見出し"}},
            {"type": "rich_text", "value": self.rich_text()},
            {"type": "image", "value": {"image": self.image.pk, "caption": "図"}},
            {"type": "image", "value": {"image": self.image.pk, "decorative": True}},
            {"type": "image", "value": {"image": self.hidden_image.pk, "caption": "図"}},
            {"type": "quote", "value": {"text": "引用", "source_url": "https://example.org/q"}},
            {
                "type": "table",
                "value": {
                    "table_caption": "表",
                    "table_header_choice": "both",
                    "data": [["", "数"], ["都市", None]],
                },
            },
            {"type": "file", "value": {"document": self.document.pk, "label": ""}},
            {"type": "file", "value": {"document": self.hidden_document.pk, "label": "名称"}},
            {"type": "link_list", "value": {"title": "リンク", "links": links}},
            {"type": "key_figure", "value": FIGURE},
            {
                "type": "notice",
                "value": {"kind": "caution", "title": "注意", "text": self.rich_text()},
            },
            {"type": "contact", "value": {"organisation": "市", "email": "name@example.org"}},
            {"type": "related_pages", "value": {"title": "", "pages": pages}},
            {
                "type": "steps",
                "value": {"title": "手順", "steps": [{"title": "一", "text": "<p>文</p>"}]},
            },
        ]

    def _full_pages(self, code: str) -> None:
        home = self.homes[code]
        filled = {
            ("general", home): self._general(),
            ("network", self.groups[code]): self._network(),
            ("program", self.sections["programs", code]): self._program(),
            ("measure", self.sections["measures", code]): self._measure(),
            ("manual", self.sections["manuals", code]): self._manual(),
        }
        for (kind, parent), page in filled.items():
            page.title = f"Full {kind} {code}"
            page.slug = f"full-{kind}"
            page.seo_title, page.search_description = "For engines", "Described"
            page.listing_image = self.image
            page.last_reviewed_on = "2026-01-31"
            if code == "en":
                page.translation_standing, page.prevailing_language = "provisional", "ja"
            page.tags.add("tag b", "tag a")
            twin = self.pages.get((kind, "ja"))
            self.pages[kind, code] = add(parent, page, twin=twin)
        for kind in ("network", "program", "measure", "manual"):
            self._fill_section(kind, code)
        self._fill_home(code)

    def _fill_section(self, kind: str, code: str) -> None:
        index = self.sections[f"{kind}s", code]
        index = type(index).objects.get(pk=index.pk)
        index.introduction, index.empty_text = self.rich_text(), "<p>Nothing yet</p>"
        index.save_revision().publish()
        self.pages[f"{kind}_index", code] = index

    def _fill_home(self, code: str) -> None:
        home = type(self.homes[code]).objects.get(pk=self.homes[code].pk)
        featured = [self.pages["network", "ja"], self.only_japanese, *self.hidden_pages]
        home.lead = self.rich_text()
        home.featured = [
            FeaturedPage(page_id=page.pk, sort_order=position)
            for position, page in enumerate(featured)
        ]
        home.save_revision().publish()
        self.pages["home", code] = home

    def _general(self) -> ContentPage:
        return ContentPage(summary="Summary", body=self.body(), show_in_menus=True)

    def _network(self) -> NetworkPage:
        page = NetworkPage(
            summary="Summary",
            full_name="Full name",
            acronym="FN",
            founded_year=1990,
            founding="On a call",
            secretariat_city=self.bangkok,
            member_figures=[{"type": "figure", "value": FIGURE}],
            website_ja="https://example.org/ja",
            website_en="https://example.org/en",
            body=self.body(),
        )
        page.sectors = [self.energy, self.waste]
        page.member_cities = [self.kitakyushu, self.bangkok]
        return page

    def _program(self) -> ProgramPage:
        page = ProgramPage(
            summary="Summary",
            kind="support_programme",
            provider=self.organisation,
            applicants="Municipalities",
            amount="Up to 10 million yen",
            contact=self.rich_text(),
            website_ja="https://example.org/ja",
            body=self.body(),
        )
        page.sectors, page.countries = [self.energy], [self.thailand]
        page.support_forms = [self.grant]
        page.windows = [
            ApplicationWindow(
                opens_at=OPENS,
                closes_at=CLOSES,
                fiscal_year=2026,
                note_ja="注記",
                note_en="Note",
            )
        ]
        return page

    def _measure(self) -> MeasurePage:
        source = {"title": "Report", "publisher": "City", "as_of": "2013"}
        page = MeasurePage(
            summary="Summary",
            kind="policy",
            city=self.kitakyushu,
            country=self.japan,
            period_start=2001,
            period_end=2005,
            challenge=self.rich_text(),
            action_taken=self.rich_text(),
            results=self.rich_text(),
            lessons=self.rich_text(),
            indicators=[{"type": "figure", "value": FIGURE}],
            sources=[{"type": "source", "value": source}],
            body=self.body(),
        )
        page.sectors, page.partners = [self.waste], [self.organisation]
        return page

    def _manual(self) -> ManualPage:
        page = ManualPage(
            kind="manual",
            publisher=self.organisation,
            published_on="2013-04-01",
            published_precision="month",
            abstract="Abstract",
            files=[
                {"type": "file", "value": {"document": document, "label": "名称", **standing}}
                for document, standing in (
                    (self.document.pk, {"language": "ja", "standing": "original"}),
                    (self.hidden_document.pk, {"language": "en", "standing": "official"}),
                    (None, {"language": "en", "standing": "pending"}),
                )
            ],
            body=self.body(),
        )
        page.sectors, page.countries = [self.waste], [self.thailand]
        return page
