"""Puts the opening content into a site, without ever overwriting what somebody has changed."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.content.models import BasePage, City, Country, Organisation, Sector
from cms.content.models.vocabularies import Vocabulary
from home.models import HomePage, OpeningContentRecord
from programs.models import SupportForm

DATA_DIR = Path(__file__).parent / "data"
LANGUAGES = ("ja", "en")
#: The files of pages, in the order in which the site's header lists the sections.
PAGE_FILES = ("home", "networks", "programs", "measures", "manuals")
VOCABULARIES: dict[str, type[Vocabulary]] = {
    "country": Country,
    "city": City,
    "sector": Sector,
    "organisation": Organisation,
    "support_form": SupportForm,
}
#: Fields of pages that name vocabulary entries by their codes.
REFERENCES: dict[str, type[Vocabulary]] = {
    "sectors": Sector,
    "member_cities": City,
    "secretariat_city": City,
    "countries": Country,
    "provider": Organisation,
    "publisher": Organisation,
    "support_forms": SupportForm,
}
PAGE_LINK = re.compile(r'linktype="page" key="([^"]+)"')

Report = Callable[[str, str], None]


class OpeningContentError(Exception):
    """The data is wrong; the message names file, key and field."""


def read_pages() -> list[dict[str, Any]]:
    """Return the pages of all data files, parents before children as the files list them."""
    pages = []
    for stem in PAGE_FILES:
        path = DATA_DIR / f"{stem}.toml"
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["page"]:
            for field in ("key", "type", "slug", *LANGUAGES):
                if field not in entry:
                    name = entry.get("key", "?")
                    raise OpeningContentError(f"{path.name}: page {name}: {field} is missing.")
            pages.append(entry)
    return pages


def fingerprint(entry: dict[str, Any]) -> str:
    """Return a hash of an entry's data."""
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()


class Loader:
    """One run; with ``check`` it only reports what it would do."""

    def __init__(self, report: Report, *, check: bool = False) -> None:
        self.report = report
        self.check = check
        self.records = {record.key: record for record in OpeningContentRecord.objects.all()}
        self.fresh: list[tuple[dict[str, Any], str]] = []

    def load(self) -> None:
        """Load vocabularies, then pages, then what links them."""
        self._load_vocabularies()
        locales = {}
        if not self.check:
            locales = {
                code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES
            }
        for entry in read_pages():
            for code in LANGUAGES:
                self._load_page(entry, code, locales)
        for entry, code in self.fresh:
            with transaction.atomic():
                self._fill(entry, code)

    def _load_vocabularies(self) -> None:
        data = tomllib.loads((DATA_DIR / "vocabularies.toml").read_text(encoding="utf-8"))
        for name, model in VOCABULARIES.items():
            for entry in data.get(name, []):
                key = f"{name}/{entry['code']}"
                known = key in self.records
                exists = model._default_manager.filter(code=entry["code"]).exists()
                if known or exists:
                    self.report("unchanged" if exists else "kept deleted", key)
                    continue
                self.report("create", key)
                if not self.check:
                    self._create_entry(model, key, entry)

    def _create_entry(self, model: type[Vocabulary], key: str, entry: dict[str, Any]) -> None:
        values = dict(entry)
        if "country" in values:
            values["country"] = Country.objects.get(code=values["country"])
        if "other_spellings" in values:
            values["other_spellings"] = "\n".join(values["other_spellings"])
        with transaction.atomic():
            record = model(**values)
            try:
                record.full_clean(exclude=["name_ja", "name_en"])
            except ValidationError as error:
                raise OpeningContentError(f"vocabularies.toml: {key}: {error}") from error
            record.save()
            self._remember(key, entry, record.pk, None)

    def _load_page(self, entry: dict[str, Any], code: str, locales: dict[str, Locale]) -> None:
        key = f"{entry['key']}:{code}"
        record = self.records.get(key)
        if record is None:
            self.report("create", key)
            if not self.check:
                with transaction.atomic():
                    self._create_page(entry, code, locales[code])
                self.fresh.append((entry, code))
            return
        page = Page.objects.filter(pk=record.object_id).first()
        if page is None:
            self.report("kept deleted", key)
        elif page.latest_revision_id != record.revision_id:
            self.report("kept as edited", key)
        elif record.fingerprint == fingerprint(entry):
            self.report("unchanged", key)
        else:
            self.report("update", key)
            self.fresh.append((entry, code))

    def _create_page(self, entry: dict[str, Any], code: str, locale: Locale) -> None:
        model = apps.get_model(entry["type"])
        page = model(title=entry[code]["title"], slug=entry["slug"], locale=locale, live=False)
        if model is HomePage:
            page.slug = code
            page.lead = entry[code]["lead"]
            self._make_room()
            parent = Page.get_first_root_node()
        else:
            parent = self._page(entry["parent"], code)
        for name in ("kind",):
            if name in entry.get("shared", {}):
                setattr(page, name, entry["shared"][name])
        if code != LANGUAGES[0] and (original := self._page(entry["key"], LANGUAGES[0])):
            page.translation_key = original.translation_key
        if parent is None:
            raise OpeningContentError(f"{entry['key']}: parent {entry['parent']} does not exist.")
        parent.add_child(instance=page)
        if model is HomePage and code == LANGUAGES[0]:
            Site.objects.update_or_create(
                is_default_site=True, defaults={"hostname": "localhost", "root_page": page}
            )
        self._remember(f"{entry['key']}:{code}", entry, page.pk, page.latest_revision_id)

    def _make_room(self) -> None:
        """Remove Wagtail's own welcome page, as long as nobody has built below it."""
        welcome = Page.objects.filter(depth=2, slug="home", title__startswith="Welcome").first()
        if welcome is not None and welcome.specific_class is Page and welcome.is_leaf():
            Site.objects.filter(root_page=welcome).delete()
            welcome.delete()

    def _fill(self, entry: dict[str, Any], code: str) -> None:
        """Write the fields and publish; every page exists by now, so links can be resolved."""
        page = self._page(entry["key"], code)
        if page is None or self.check:
            return
        texts = dict(entry[code])
        tags = texts.pop("tags", [])
        for name, value in {**entry.get("shared", {}), **texts}.items():
            self._set(page, name, value, code)
        if "show_in_menus" in entry:
            page.show_in_menus = entry["show_in_menus"]
        if tags:
            page.tags.set(tags)
        if isinstance(page, HomePage):
            model = apps.get_model("home.FeaturedPage")
            targets = [self._page(key, code) for key in entry.get("featured", [])]
            page.featured = [
                model(page_id=target.pk, sort_order=position)
                for position, target in enumerate(targets)
                if target is not None
            ]
        page.save_revision().publish()
        page.refresh_from_db()
        self._remember(f"{entry['key']}:{code}", entry, page.pk, page.latest_revision_id)

    def _set(self, page: BasePage, name: str, value: Any, code: str) -> None:
        if name in REFERENCES:
            manager = REFERENCES[name]._default_manager
            if isinstance(value, list):
                getattr(page, name).set(manager.filter(code__in=value))
            else:
                setattr(page, name, manager.get(code=value))
            return
        resolved = self._resolve(value, code)
        if isinstance(resolved, list):
            stream = page._meta.get_field(name).stream_block  # type: ignore[union-attr]
            resolved = stream.to_python(resolved)
        setattr(page, name, resolved)

    def _resolve(self, value: Any, code: str) -> Any:
        """Replace page keys by page ids, in rich text and in choosers."""
        if isinstance(value, str):
            return PAGE_LINK.sub(lambda found: self._link(found.group(1), code), value)
        if isinstance(value, list):
            return [self._resolve(item, code) for item in value]
        if isinstance(value, dict):
            resolved = {name: self._resolve(item, code) for name, item in value.items()}
            if isinstance(value.get("page"), str):
                target = self._page(value["page"], code)
                resolved["page"] = target.pk if target else None
            return resolved
        return value

    def _link(self, key: str, code: str) -> str:
        target = self._page(key, code)
        return f'linktype="page" id="{target.pk if target else 0}"'

    def _page(self, key: str, code: str) -> BasePage | None:
        record = self.records.get(f"{key}:{code}")
        page = Page.objects.filter(pk=record.object_id).first() if record else None
        return page.specific if page else None

    def _remember(
        self, key: str, entry: dict[str, Any], object_id: int, revision_id: int | None
    ) -> None:
        self.records[key], _created = OpeningContentRecord.objects.update_or_create(
            key=key,
            defaults={
                "fingerprint": fingerprint(entry),
                "object_id": object_id,
                "revision_id": revision_id,
            },
        )
