"""Everything that can happen to a site, as operations that a random sequence is made of."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction

from content.models import BasePage, City, Country, Organisation, Sector
from content.pictures import DECLARED_RENDITIONS
from home.models import ContentPage, FeaturedPage, HomePage
from manuals.models import ManualIndexPage, ManualPage
from measures.models import MeasureIndexPage, MeasurePage
from media.models import Document as File
from media.models import Image
from networks.models import NetworkIndexPage, NetworkPage
from programs.models import ApplicationWindow, ProgramIndexPage, ProgramPage

from ..small_site import SmallSite, add_document, add_image, lose

Operation = Callable[["World"], None]

ITEMS: dict[type[Page], Callable[[World], BasePage]] = {}


class World:
    """A small site, and a random generator that decides what happens to it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0

    @staticmethod
    def build() -> None:
        """Make the site that every sequence starts from."""
        SmallSite()
        japan = Country.objects.create(code="JP")
        thailand = Country.objects.create(code="TH")
        for number, country in enumerate((japan, thailand, japan)):
            City.objects.create(
                code=f"city-{number}",
                name_ja=f"都市{number}",
                name_en=f"City {number}",
                country=country,
            )
        for number in range(3):
            Sector.objects.create(
                code=f"sector-{number}", name_ja=f"分野{number}", name_en=f"Sector {number}"
            )
        Organisation.objects.create(
            code="body", name_ja="機関", name_en="Body", kind="agency", city=City.objects.first()
        )
        root = Collection.get_first_root_node()
        closed = root.add_child(name="Shelf")
        closed.add_child(name="Shelf below")
        for number, collection in enumerate((root, closed)):
            # Rendered here, once, and not again in each sequence.
            add_image(f"image{number}", collection).get_renditions(*DECLARED_RENDITIONS)
            add_document(f"file{number}", collection)

    def one(self, model: Any, **conditions: Any) -> Any:
        """Pick a row of a model, or nothing where there is none."""
        rows = list(model.objects.filter(**conditions).order_by("pk"))
        return self.random.choice(rows) if rows else None

    def page(self, *, with_home: bool = False) -> Any:
        """Pick a page of ours, as its own type."""
        found = self.one(Page, depth__gt=2 - with_home)
        return found.specific if found else None

    def word(self) -> str:
        self.made += 1
        return f"word{self.made}"

    def some(self, model: Any) -> list[Any]:
        rows = list(model.objects.order_by("pk"))
        return self.random.sample(rows, self.random.randint(0, len(rows)))

    def body(self) -> list[dict[str, Any]]:
        """A body that points at a page, a picture and a file."""
        page, image, file = self.one(Page, depth__gt=1), self.one(Image), self.one(File)
        blocks: list[dict[str, Any]] = [
            {"type": "heading", "value": {"level": "h2", "text": "見出し"}}
        ]
        if page:
            link = f'<p>{self.word()} <a linktype="page" id="{page.pk}">page</a></p>'
            blocks.append({"type": "rich_text", "value": link})
            blocks.append({"type": "related_pages", "value": {"title": "", "pages": [page.pk]}})
        if image:
            blocks.append({"type": "image", "value": {"image": image.pk, "decorative": True}})
        if file:
            blocks.append({"type": "file", "value": {"document": file.pk, "label": ""}})
        return blocks


def new_item(world: World, parent: Page) -> BasePage:
    """An unsaved page that may stand below a page."""
    word = world.word()
    values = {"title": word, "slug": word, "locale": parent.locale, "search_description": word}
    if isinstance(parent, NetworkIndexPage | NetworkPage):
        page: Any = NetworkPage(secretariat_city=world.one(City), founded_year=1990, **values)
        page.sectors, page.member_cities = world.some(Sector), world.some(City)
    elif isinstance(parent, ProgramIndexPage):
        page = ProgramPage(kind="framework", provider=world.one(Organisation), **values)
        page.sectors = world.some(Sector)
        moment = timezone.now() + timedelta(days=world.random.randint(-5, 5))
        page.windows = [ApplicationWindow(opens_at=moment, closes_at=moment + timedelta(days=2))]
    elif isinstance(parent, MeasureIndexPage):
        city = world.one(City)
        page = MeasurePage(kind="policy", city=city, country=city and city.country, **values)
        page.sectors, page.partners = world.some(Sector), world.some(Organisation)
    elif isinstance(parent, ManualIndexPage):
        page = ManualPage(kind="manual", publisher=world.one(Organisation), **values)
        page.countries = world.some(Country)
        file = world.one(File)
        entry = {"document": file.pk if file else None, "label": word, "language": "en"}
        page.files = [{"type": "file", "value": {**entry, "standing": "pending"}}]
    else:
        page = ContentPage(summary=word, **values)
    page.listing_image = world.one(Image)
    page.body = world.body()
    return page


def create(world: World) -> None:
    parents = [
        page.specific
        for page in Page.objects.filter(depth__gt=1).order_by("pk")
        if page.specific_class
        in {
            HomePage,
            ContentPage,
            NetworkPage,
            NetworkIndexPage,
            ProgramIndexPage,
            MeasureIndexPage,
            ManualIndexPage,
        }
    ]
    if not parents:
        return
    parent = world.random.choice(parents)
    page = new_item(world, parent)
    page.live = world.random.random() < 0.3  # added live by code: no page_published is sent
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    if world.random.random() < 0.8:
        page.save_revision().publish()


def edit(world: World) -> None:
    """Change a page, as a draft or published."""
    page = world.page(with_home=True)
    if page is None or page.alias_of_id:
        return
    page.title = world.word()
    if hasattr(page, "body"):
        page.body = world.body()
    if hasattr(page, "sectors"):
        page.sectors = world.some(Sector)
    if isinstance(page, HomePage):
        target = world.one(Page, depth__gt=2)
        page.featured = [FeaturedPage(page=target)] if target else []
    page.tags.set([world.word()])
    revision = page.save_revision()
    if world.random.random() < 0.7:
        revision.publish()


def publish(world: World) -> None:
    page = world.page(with_home=True)
    if page is not None and page.latest_revision and not page.alias_of_id:
        page.latest_revision.publish()


def schedule(world: World) -> None:
    page = world.page()
    if page is None or page.alias_of_id:
        return
    page.title = world.word()
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()


def let_time_pass(world: World) -> None:
    """Reach the moment for which something was scheduled."""
    past = timezone.now() - timedelta(minutes=1)
    page = world.page()
    if page is None:
        return
    if world.random.random() < 0.5:
        Page.objects.filter(pk=page.pk).update(expire_at=past)
    for revision in page.revisions.filter(approved_go_live_at__isnull=False):
        revision.approved_go_live_at = past
        revision.content["go_live_at"] = past.isoformat()
        revision.save()
    call_command("publish_scheduled", verbosity=0)


def unpublish(world: World) -> None:
    page = world.page()
    if page is not None:
        page.unpublish()


def move(world: World) -> None:
    page = world.page()
    if page is None:
        return
    targets = [
        target
        for target in Page.objects.filter(depth__gt=1, locale=page.locale).not_descendant_of(
            page, inclusive=True
        )
        if page.can_move_to(target.specific)
        and not Page.objects.child_of(target).filter(slug=page.slug).exclude(pk=page.pk).exists()
    ]
    if targets:
        target = world.random.choice(targets)
        page.move(target, pos=world.random.choice(["first-child", "last-child"]))


def rename(world: World) -> None:
    """Give a page another slug, and so every page below it another address."""
    page = world.page()
    if page is None or page.alias_of_id:
        return
    page.slug = world.word()
    page.save_revision().publish()


def restrict(world: World) -> None:
    page = world.page()
    if page is not None:
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type="login"
        )


def open_again(world: World) -> None:
    restriction = world.one(PageViewRestriction)
    if restriction is not None:
        restriction.delete()


def translate(world: World) -> None:
    page = world.page()
    if page is None or page.alias_of_id:
        return
    other = Locale.objects.exclude(pk=page.locale_id).first()
    if other is None or page.has_translation(other) or not page.get_parent().has_translation(other):
        return
    copy = page.copy_for_translation(other)
    if world.random.random() < 0.7:
        copy.title = world.word()
        copy.save_revision().publish()


def delete(world: World) -> None:
    page = world.page()
    if page is not None and (page.depth > 3 or world.random.random() < 0.2):
        Page.objects.get(pk=page.pk).specific.delete()


def mirror(world: World) -> None:
    """Make an alias beside a page."""
    page = world.page()
    if page is not None and not isinstance(page, HomePage) and not page.alias_of_id:
        page.create_alias(update_slug=world.word())


def copy(world: World) -> None:
    page = world.page()
    if page is not None and not page.alias_of_id:
        word = world.word()
        page.copy(recursive=True, update_attrs={"slug": word, "title": word}, keep_live=True)


def replace_file(world: World) -> None:
    file = world.one(File)
    if file is not None:
        file.title = world.word()
        file.file = ContentFile(world.word().encode(), name="replaced.txt")
        file.save()


def describe_image(world: World) -> None:
    image = world.one(Image)
    if image is not None:
        image.alt_ja = image.alt_en = world.word()
        image.collection = world.one(Collection)
        image.save()


def delete_media(world: World) -> None:
    target = world.one(world.random.choice([Image, File]))
    if target is not None:
        lose(target)


def close_collection(world: World) -> None:
    collection = world.one(Collection, depth__gt=1)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")


def open_collection(world: World) -> None:
    restriction = world.one(CollectionViewRestriction)
    if restriction is not None:
        restriction.delete()


def rename_entry(world: World) -> None:
    entry = world.one(world.random.choice([City, Country, Sector, Organisation]))
    entry.name_ja = entry.name_en = world.word()
    entry.save()


OPERATIONS: list[Operation] = [
    create,
    create,
    create,
    edit,
    edit,
    publish,
    schedule,
    let_time_pass,
    unpublish,
    move,
    move,
    rename,
    restrict,
    open_again,
    translate,
    translate,
    delete,
    mirror,
    copy,
    replace_file,
    describe_image,
    delete_media,
    close_collection,
    open_collection,
    rename_entry,
]
