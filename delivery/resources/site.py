"""What surrounds every page: operator, contact, banners, texts of the user interface."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Site

from content.addresses import absolute_url
from content.languages import ENDONYMS, LANGUAGE_CODES
from content.models import TranslationStanding
from delivery.http.parameters import InLanguage
from delivery.http.responses import answer_revalidated, json_bytes, written_moment
from home.models import SiteSettings
from programs.queries import State
from publishing.facets import facet_definitions
from publishing.models import Document
from publishing.registry import document_types

#: Texts that any front end of this content needs, by key.
STRINGS: dict[str, Promise] = {
    "list.empty": _("Nothing matches this choice."),
    "list.more": _("Show more"),
    "list.reset": _("Clear all filters"),
    "list.filter": _("Filter"),
    "list.total": _("Pages in this list"),
    "page.breadcrumbs": _("You are here"),
    "page.related": _("Related pages"),
    "page.children": _("Pages below"),
    "page.updated": _("Last updated"),
    "page.reviewed": _("Last reviewed"),
    "page.outdated": _("This page might be out of date."),
    "page.fallback": _("This page does not exist in the language you chose."),
    "page.language": _("Language"),
    "page.files": _("Files"),
    "page.source": pgettext_lazy("of a statement", "Source"),
    "page.permanent_link": _("Permanent link"),
    "page.not_found": _("Page not found"),
    "page.gone": _("This page is no longer available"),
    "page.preview": _("Preview: not published"),
    "standing.pending": _("Translation in preparation"),
    "navigation.skip": _("Skip to main content"),
    "navigation.menu": _("Menu"),
    "navigation.home": _("Home"),
    "search.label": _("Search"),
}


def site(request: HttpRequest, asked: InLanguage) -> HttpResponse:
    """Answer with what surrounds every page of a language."""
    body = json_bytes(written(asked.locale))
    return answer_revalidated(request, "site", body, ["settings"])


def written(locale: str) -> dict[str, Any]:
    """Return what surrounds every page as the answer has it."""
    record = SiteSettings.objects.filter(
        site__in=Site.objects.filter(is_default_site=True)
    ).prefetch_related("banners")
    found = record.first() or SiteSettings()
    homes = dict(Document.objects.filter(type="home").values_list("locale", "path"))
    with translation.override(locale):
        return {
            "locale": locale,
            "name": settings.WAGTAIL_SITE_NAME,
            "operator": {
                "name": found.in_language("operator_name"),
                "url": found.operator_url,
            },
            "contact": {"text": found.in_language("contact"), "email": found.contact_email},
            "footer_note": found.in_language("footer_note"),
            "banners": banners(found, locale) if found.pk else [],
            "languages": [
                {
                    "code": code,
                    "name": ENDONYMS[code],
                    "home_url": absolute_url(homes[code]) if code in homes else None,
                }
                for code in LANGUAGE_CODES
            ],
            "strings": strings(),
        }


def strings() -> dict[str, str]:
    """Return the texts of the user interface in the language being read."""
    found = {key: str(text) for key, text in STRINGS.items()}
    found |= {f"facet.{one.name}": str(one.label) for one in facet_definitions()}
    found |= {f"standing.{one.value}": str(one.label) for one in TranslationStanding}
    found |= {f"state.{one.value}": str(one.label) for one in State}
    for known in document_types():
        found[f"type.{known.name}"] = str(known.model._meta.verbose_name)
        if known.section:
            found[f"section.{known.section}"] = str(known.section_label)
        with suppress(FieldDoesNotExist):
            kinds = known.model._meta.get_field("kind").flatchoices
            found |= {f"kind.{value}": str(label) for value, label in kinds}
    return dict(sorted(found.items()))


def banners(record: SiteSettings, locale: str) -> list[dict[str, Any]]:
    """Return the banners of a language that are shown now, in the editors' order."""
    return [
        {
            "kind": banner.kind,
            "text": banner.text,
            "url": banner.url,
            "starts_at": written_moment(banner.starts_at),
            "ends_at": written_moment(banner.ends_at),
        }
        for banner in record.banners.all()
        if banner.language_code == locale and banner.is_shown
    ]
