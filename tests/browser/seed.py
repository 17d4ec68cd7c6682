"""Fills a test site: every page type in both languages, every block, every state, editors.

Run as ``python -m tests.browser.seed`` against the database that the environment names. All
names, figures and events are made up; nothing here belongs on a real site.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Canvas
from PIL import ImageDraw
from pypdf import PdfWriter
from wagtail.models import Locale, Page, PageViewRestriction, Site

from accounts.models import User
from content.models import BasePage, City, Country, Organisation, PageNumber, Sector
from home.models import Banner, ContentPage, SiteSettings
from manuals.models import ManualPage
from measures.models import MeasurePage
from media.models import Document, Image
from programs.models import ApplicationWindow, ProgramPage, SupportForm
from publishing.writing.recording import gathering
from tests.browser import words
from tests.browser.pages import NUMBER_OF_GONE_PAGE

LANGUAGES = ("ja", "en")
PASSWORD = "browser-test-passphrase"  # of accounts on a throw-away site
LISTED_MEASURES = 22


def page_at(language: str, path: str = "") -> Page:
    """Return the page at a path below a language's home page."""
    page = Page.objects.get(depth=2, slug=language)
    for slug in filter(None, path.split("/")):
        page = page.get_children().get(slug=slug)
    return page.specific


def publish(parent: Page, page: BasePage, original: BasePage | None = None) -> BasePage:
    """Put a page below another and publish it, as the translation of an original if given."""
    page.locale = Locale.objects.get(language_code=parent.locale.language_code)
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    page.full_clean()
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def in_both(path: str, build: Any) -> dict[str, BasePage]:
    """Publish what ``build(language)`` returns below a path, the two linked as translations."""
    japanese = publish(page_at("ja", path), build("ja"))
    return {"ja": japanese, "en": publish(page_at("en", path), build("en"), japanese)}


def stream(page: BasePage, field: str, blocks: list[tuple[str, Any]]) -> Any:
    """Return blocks in the form in which a page's field holds them."""
    raw = [{"type": name, "value": value} for name, value in blocks]
    return page._meta.get_field(field).stream_block.to_python(raw)


def create_users() -> None:
    """Create one person for each group, and an administrator."""
    for name, group in (
        ("editor", "Editors"),
        ("translator", "Translators"),
        ("moderator", "Moderators"),
    ):
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
        user.groups.add(Group.objects.get(name=group))
    User.objects.create_superuser("administrator", "administrator@example.org", PASSWORD)


def create_image() -> Image:
    """Draw a picture and put it into the library."""
    canvas = Canvas.new("RGB", (1600, 900), "#dfe8e6")
    draw = ImageDraw.Draw(canvas)
    draw.ellipse((200, 420, 1400, 1500), outline="#0d6463", width=40)
    draw.rectangle((0, 760, 1600, 900), fill="#21406f")
    data = BytesIO()
    canvas.save(data, "PNG")
    image = Image(
        title="試験用の図",
        alt_ja="水面にかかる一本の弧の図",
        alt_en="A drawing of one arc over water",
        credit="Hashi tests",
        licence="CC0 1.0",
    )
    image.file.save("arc.png", ContentFile(data.getvalue()), save=False)
    image.width, image.height = canvas.size
    image.save()
    return image


def create_document(title: str, language: str, pages: int) -> Document:
    """Make a PDF of empty pages and put it into the library."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(width=595, height=842)
    data = BytesIO()
    writer.write(data)
    file = ContentFile(data.getvalue(), name=f"sample-{language}.pdf")
    document = Document(title=title, language=language, file=file)
    document.save()
    return document


def fill_settings() -> None:
    """Name an operator and show a banner of each kind."""
    record = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in words.SETTINGS.items():
        setattr(record, name, value)
    record.banners = [
        Banner(language_code=language, kind=kind, text=text, url=url)
        for language in LANGUAGES
        for kind, text, url in words.BANNERS[language]
    ]
    record.save()


def create_programmes() -> None:
    """Create a programme in each state of its applications; the closed one is out of date."""
    now = timezone.now()
    day = timedelta(days=1)
    windows = {
        "open": [(now - day, now + 30 * day)],
        "upcoming": [(now + 30 * day, now + 60 * day)],
        "closed": [(now - 900 * day, now - 870 * day)],
        "all-year": [],
        "unknown": [],
    }
    for state, dates in windows.items():

        def build(language: str, state: str = state, dates: list[Any] = dates) -> ProgramPage:
            page = ProgramPage(
                slug=f"sample-{state}",
                kind="support_programme" if state == "open" else "framework",
                provider=Organisation.objects.get(code="moe-japan"),
                all_year=state == "all-year",
                website_ja="https://www.example.org/ja/",
                website_en="https://www.example.org/en/",
                **words.PROGRAMME[language],
            )
            page.title = f"{words.STATES[language][state]}"
            page.sectors = list(Sector.objects.filter(code__in=["energy", "waste"]))
            page.countries = list(Country.objects.filter(code__in=["ID", "MY", "TH"]))
            page.support_forms = list(SupportForm.objects.filter(code__in=["grant", "training"]))
            page.windows = [
                ApplicationWindow(
                    opens_at=opens,
                    closes_at=closes,
                    fiscal_year=opens.year,
                    note_ja="書類は期間内に必着です。",
                    note_en="Documents must arrive within the window.",
                )
                for opens, closes in dates
            ]
            return page

        pages = in_both("programs", build)
        if state == "closed":
            long_ago = now - 800 * day
            for page in pages.values():
                Page.objects.filter(pk=page.pk).update(
                    first_published_at=long_ago, last_published_at=long_ago
                )


def create_measures(image: Image) -> None:
    """Create one measure with every field, and enough others for a second page of the list."""

    def full(language: str) -> MeasurePage:
        page = MeasurePage(
            slug="sample-measure",
            kind="policy",
            city=City.objects.get(code="kitakyushu"),
            country=Country.objects.get(code="JP"),
            period_start=2011,
            period_end=2014,
            listing_image=image,
            last_reviewed_on=date(2026, 4, 1),
            **words.MEASURE[language],
        )
        page.sectors = list(Sector.objects.filter(code__in=["water", "waste"]))
        page.partners = list(Organisation.objects.filter(code__in=["iclei-japan", "unep"]))
        page.indicators = stream(page, "indicators", words.INDICATORS[language])
        page.sources = stream(page, "sources", words.SOURCES[language])
        return page

    in_both("measures", full)
    cities = list(City.objects.order_by("code"))
    for number in range(1, LISTED_MEASURES + 1):
        city = cities[number % len(cities)]

        def listed(language: str, number: int = number, city: City = city) -> MeasurePage:
            return MeasurePage(
                title=words.LISTED[language].format(number=number),
                slug=f"listed-{number}",
                kind="partnership",
                city=city,
                country=city.country,
                period_start=2000 + number,
            )

        in_both("measures", listed)


def create_manuals(files: dict[str, Document]) -> None:
    """Create a publication with files of every standing."""

    def build(language: str) -> ManualPage:
        page = ManualPage(
            slug="sample-manual",
            kind="manual",
            publisher=Organisation.objects.get(code="iclei-japan"),
            published_on=date(2013, 4, 1),
            published_precision="month",
            **words.MANUAL[language],
        )
        page.sectors = list(Sector.objects.filter(code="energy"))
        page.countries = list(Country.objects.filter(code__in=["IN", "JP"]))
        page.files = stream(
            page,
            "files",
            [
                ("file", {"document": document, "label": label, "language": code, "standing": kind})
                for document, label, code, kind in (
                    (files["ja"].pk, words.FILES[language][0], "ja", "original"),
                    (files["en"].pk, words.FILES[language][1], "en", "provisional"),
                    (None, words.FILES[language][2], "mul", "pending"),
                )
            ],
        )
        return page

    in_both("manuals", build)


def create_general_pages(image: Image, files: dict[str, Document]) -> None:
    """Create a page with every block, pages in one language only, and a restricted page."""
    only = publish(page_at("ja", "about"), ContentPage(slug="only-japanese", **words.ONLY_JAPANESE))
    publish(only, ContentPage(slug="deeper", **words.DEEPER))

    def every_block(language: str) -> ContentPage:
        page = ContentPage(slug="every-block", **words.EVERY_BLOCK[language])
        if language == "en":
            page.translation_standing = "provisional"
            page.prevailing_language = "ja"
        targets = {
            "image": image.pk,
            "document": files["ja"].pk,
            "page": page_at(language, "networks").pk,
            "foreign_page": only.pk,
        }
        page.body = stream(page, "body", words.blocks(language, targets))
        return page

    pages = in_both("about", every_block)
    for language, page in pages.items():
        page.tags.add(*words.TAGS[language])
        page.save_revision().publish()

    gone = publish(page_at("ja", "about"), ContentPage(slug="gone", **words.GONE))
    assert gone.number is not None
    PageNumber.objects.filter(number=gone.number).update(number=NUMBER_OF_GONE_PAGE)
    gone.unpublish()

    def restricted(language: str) -> ContentPage:
        return ContentPage(slug="restricted", **words.RESTRICTED[language])

    for page in in_both("about", restricted).values():
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password=PASSWORD
        )


def seed() -> None:
    """Fill the site, and bring the read model up to it once, at the end."""
    with gathering():
        create_users()
        fill_settings()
        image = create_image()
        files = {
            "ja": create_document("見本の手引き", "ja", 3),
            "en": create_document("Sample guide", "en", 2),
        }
        create_programmes()
        create_measures(image)
        create_manuals(files)
        create_general_pages(image, files)


if __name__ == "__main__":
    seed()
