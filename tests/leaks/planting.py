"""Pages and files full of a word, and public pages that point at them in every way there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Collection

from content.models import BasePage, City, Country, Organisation, Sector
from home.models import ContentPage, FeaturedPage
from manuals.models import ManualPage
from measures.models import MeasurePage
from networks.models import NetworkPage
from programs.models import ProgramPage, SupportForm

from ..small_site import SmallSite, add, add_document, add_image

SECRET = "zqxsecret"
PUBLIC = "zqxpublic"
#: Part of the planted pages' addresses.
SLUG = "zqxslug"


def body(word: str, image: Any = None, document: Any = None) -> list[dict[str, Any]]:
    """A body that says a word in its text and shows a picture and a file."""
    blocks: list[dict[str, Any]] = [
        {"type": "rich_text", "value": f"<p>{word} body</p>"},
        {"type": "quote", "value": {"text": f"{word} quotation"}},
    ]
    if image is not None:
        blocks.append({"type": "image", "value": {"image": image.pk, "alt_text": ""}})
    if document is not None:
        link = f'<p>see <a linktype="document" id="{document.pk}">the file</a></p>'
        blocks.append({"type": "rich_text", "value": link})
        blocks.append({"type": "file", "value": {"document": document.pk, "label": ""}})
        blocks.append(
            {"type": "link_list", "value": {"links": [{"document": document.pk, "text": ""}]}}
        )
    return blocks


def set_texts(page: BasePage, word: str) -> BasePage:
    """Write a word into every text that a page type has."""
    for name in (
        "title",
        "seo_title",
        "search_description",
        "summary",
        "abstract",
        "full_name",
        "acronym",
        "founding",
        "applicants",
        "amount",
        "contact",
        "challenge",
        "action_taken",
        "results",
        "lessons",
    ):
        if hasattr(page, name):
            setattr(page, name, f"{word} {name}")
    return page


@dataclass
class Plants:
    """The planted pages in one language, their public twins and the entries that they share."""

    pages: dict[str, BasePage] = field(default_factory=dict)
    twins: dict[str, BasePage] = field(default_factory=dict)
    neighbours: dict[str, BasePage] = field(default_factory=dict)
    child: BasePage | None = None
    link_page: BasePage | None = None
    image: Any = None
    document: Any = None

    def fresh(self) -> Plants:
        """The same plants as they are stored now."""

        def stored(thing: Any) -> Any:
            return type(thing)._default_manager.get(pk=thing.pk) if thing is not None else None

        return Plants(
            *(
                {kind: stored(page) for kind, page in group.items()}
                for group in (self.pages, self.twins, self.neighbours)
            ),
            *(stored(thing) for thing in (self.child, self.link_page, self.image, self.document)),
        )


def shared_entries() -> dict[str, Any]:
    """Vocabulary entries that the planted pages share with public ones."""
    japan = Country.objects.create(code="JP", name_ja="日本", name_en="Japan")
    return {
        "country": japan,
        "city": City.objects.create(code="mihon", name_ja="見本市", name_en="Mihon", country=japan),
        "sector": Sector.objects.create(code="energy", name_ja="エネルギー", name_en="Energy"),
        "organisation": Organisation.objects.create(
            code="org", name_ja="機関", name_en="Body", kind="agency"
        ),
        "support_form": SupportForm.objects.create(code="grant", name_ja="補助", name_en="Grant"),
    }


def new_pages(entries: dict[str, Any]) -> dict[str, BasePage]:
    """One unsaved page of each kind, all sharing the vocabulary entries."""
    network = NetworkPage(founded_year=1999, secretariat_city=entries["city"])
    network.sectors = [entries["sector"]]
    network.member_cities = [entries["city"]]
    program = ProgramPage(kind="framework", provider=entries["organisation"], all_year=True)
    program.sectors = [entries["sector"]]
    program.countries = [entries["country"]]
    program.support_forms = [entries["support_form"]]
    measure = MeasurePage(
        kind="policy", city=entries["city"], country=entries["country"], period_start=2001
    )
    measure.sectors = [entries["sector"]]
    measure.partners = [entries["organisation"]]
    manual = ManualPage(kind="manual", publisher=entries["organisation"])
    manual.sectors = [entries["sector"]]
    manual.countries = [entries["country"]]
    return {
        "networks": network,
        "programs": program,
        "measures": measure,
        "manuals": manual,
        "content": ContentPage(show_in_menus=True),
    }


def plant(
    site: SmallSite,
    language: str,
    word: str = SECRET,
    *,
    live: bool = True,
    file_word: str = "",
    collection: Collection | None = None,
) -> Plants:
    """Plant one page of each kind, a public twin and neighbour of each, and pages that link.

    Their picture and file say ``file_word`` (the same word by default) and lie in a collection.
    """
    other = "en" if language == "ja" else "ja"
    entries = shared_entries()
    plants = Plants(
        image=add_image(file_word or word, collection),
        document=add_document(file_word or word, collection),
    )
    kinds = new_pages(entries)
    twins, neighbours = new_pages(entries), new_pages(entries)
    for kind, page in kinds.items():
        here = site.homes[language] if kind == "content" else site.sections[kind, language]
        there = site.homes[other] if kind == "content" else site.sections[kind, other]
        twin, neighbour = twins[kind], neighbours[kind]
        twin.title, twin.slug = f"Twin {kind}", f"{SLUG}-{kind}"
        plants.twins[kind] = add(there, twin)
        neighbour.title, neighbour.slug = f"{PUBLIC} {kind}", f"neighbour-{kind}"
        plants.neighbours[kind] = add(here, neighbour)
        set_texts(page, word)
        page.slug = f"{SLUG}-{kind}"
        page.listing_image = plants.image
        page.body = body(word, plants.image, plants.document)
        if kind == "manuals":
            entry = {"document": plants.document.pk, "label": f"{word} label", "language": "en"}
            page.files = [{"type": "file", "value": entry}]
        page.tags.add(f"{word} tag")
        plants.pages[kind] = add(here, page, twin=twin, live=live)
    # Below the planted network: a child that only the other language has.
    add(plants.twins["networks"], NetworkPage(title="Twin child", slug="twin-child"))
    if live:
        child = NetworkPage(title=f"{PUBLIC} child", slug="child", summary="child")
        plants.child = add(plants.pages["networks"], child)
    plants.link_page = link_page(site, language, plants.pages)
    feature(site, language, plants.pages)
    return plants


def link_page(site: SmallSite, language: str, pages: dict[str, BasePage]) -> BasePage:
    """Add a public page that links to pages by rich text, link list and related pages."""
    ids = [page.pk for page in pages.values()]
    anchors = "".join(f'<p><a linktype="page" id="{pk}">words</a></p>' for pk in ids)
    page = ContentPage(
        title=f"{PUBLIC} links",
        slug="links",
        body=[
            {"type": "rich_text", "value": anchors},
            {"type": "related_pages", "value": {"title": "Related", "pages": ids}},
            {"type": "link_list", "value": {"links": [{"page": pk, "text": ""} for pk in ids]}},
        ],
    )
    return add(site.homes[language], page)


def feature(site: SmallSite, language: str, pages: dict[str, BasePage]) -> None:
    """Put pages forward on the home page."""
    home = type(site.homes[language]).objects.get(pk=site.homes[language].pk)
    home.featured = [
        FeaturedPage(page_id=page.pk, sort_order=position)
        for position, page in enumerate(pages.values())
    ]
    home.save_revision().publish()
