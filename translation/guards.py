"""What each address of wagtail-localize that changes something is asked first.

Its own views ask for one right for the whole site (``submit_translation``) or for the right to
edit, and know neither locks nor reviews nor completeness. Each guard asks :mod:`content.rights`
on the page that would change. Every address of the package is named in ``DECIDED``; a test fails
on one that is not.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from content.editing.doors import Refused, guard
from content.rights import PageRights, may_translate_into, rights

from .completeness import current_translation, untranslated

#: The addresses of the package, by what is asked before they change something.
DECIDED: dict[str, str] = {
    "submit_page_translation": "the right to translate where the translation will stand",
    "submit_snippet_translation": "answers 404: no vocabulary entry is translated by copying it",
    "update_translations": "the right to edit each translation; never publishes",
    "edit_string_translation": "the right to edit the translation, no lock of others, no review",
    "edit_override": "the right to edit the translation, no lock of others, no review",
    "upload_pofile": "the right to edit the translation, no lock of others, no review",
    "machine_translate": "the right to edit the translation, no lock of others, no review",
    "stop_translation": "the right to publish the translation",
    "convert_to_alias": "nobody: a mirror of the other language is hidden from readers",
    "preview_translation": "reads",
    "download_pofile": "reads",
    "javascript_catalog": "reads",
    "translations_report": "reads",
    "translations_report_results": "reads",
    "snippets_api_listing": "reads",
    "snippets_api_detail": "reads",
}


@guard("wagtail_localize:submit_page_translation")
def only_into_own_trees(request: HttpRequest, page_id: int) -> None:
    page = get_object_or_404(Page, pk=page_id, depth__gt=1)
    wanted = [key for key in request.POST.getlist("locales") if key.isdigit()]
    for locale in Locale.objects.filter(pk__in=wanted):
        if not may_translate_into(request.user, page, locale):
            raise Refused(_("You do not have the right to translate into this language here."))


@guard("wagtail_localize:update_translations")
def only_own_translations_are_synchronised(
    request: HttpRequest, translation_source_id: int
) -> None:
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    for translation in source.translations.filter(enabled=True):
        require_open(request, translation)


@guard(
    "wagtail_localize:edit_string_translation",
    "wagtail_localize:edit_override",
    "wagtail_localize:machine_translate",
)
def only_open_translations(request: HttpRequest, translation_id: int, **_others: Any) -> None:
    require_open(request, get_object_or_404(Translation, pk=translation_id))


@guard("wagtail_localize:upload_pofile")
def only_files_of_translations(request: HttpRequest, translation_id: int) -> None:
    require_open(request, get_object_or_404(Translation, pk=translation_id))
    file = request.FILES.get("file")
    if file is None or b"X-WagtailLocalize-TranslationID" not in file.read():
        raise Refused(
            _("This is not a PO file of a translation. Download one here and fill it in."),
            address_of(Translation.objects.get(pk=translation_id)),
        )
    file.seek(0)


@guard("wagtail_localize:stop_translation")
def only_publishers_stop(request: HttpRequest, translation_id: int) -> None:
    translation = get_object_or_404(Translation, pk=translation_id)
    target = target_rights(request, translation)
    if target and not target.can_publish():
        raise Refused(
            _("Only a person who publishes this translation can stop or resume it."),
            address_of(translation),
        )


@guard("wagtail_localize:convert_to_alias")
def no_page_becomes_a_mirror(request: HttpRequest, page_id: int) -> None:
    raise Refused(
        _(
            "A translation cannot become a mirror of its original: its texts would be deleted, and "
            "readers would no longer find it. Unpublish it where it must not be read."
        ),
        reverse("wagtailadmin_pages:edit", args=[page_id]),
    )


def before_editing(request: HttpRequest, page: Page) -> None:
    """Ask before the package's editor, which stands at the page's own address, changes something.

    Raises:
        Refused: it may not.
    """
    if request.method != "POST":
        return
    target = rights(request.user, page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if "localize-convert-to-alias" in request.POST:
        no_page_becomes_a_mirror(request, page.pk)
    if "localize-restart-translation" in request.POST and not target.can_publish():
        raise Refused(
            _("Only a person who publishes this translation can stop or resume it."), address
        )
    translation = current_translation(page)
    if translation is None or request.POST.get("action") != "publish":
        return
    if not target.can_publish():
        raise Refused(_("You do not have the right to publish this translation."), address)
    if missing := untranslated(translation):
        raise Refused(incomplete(missing), address)


def incomplete(missing: int) -> str:
    """Say that a translation is not complete."""
    return ngettext(
        "%(count)s text is not translated yet. Translate it, then publish.",
        "%(count)s texts are not translated yet. Translate them, then publish.",
        missing,
    ) % {"count": missing}


def target_rights(request: HttpRequest, translation: Translation) -> PageRights | None:
    """Return somebody's rights on a translation's page, ``None`` where there is no such page."""
    target = Page.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()
    return rights(request.user, target) if target else None


def require_open(request: HttpRequest, translation: Translation) -> None:
    """Ask that somebody may work on a translation now.

    Raises:
        Refused: they may not edit it, somebody else has locked it, or it is being reviewed.
    """
    target = target_rights(request, translation)
    if target is None:
        return
    if not target.can_edit():
        raise Refused(_("You do not have the right to change this translation."))
    if target.page_locked():
        raise Refused(
            _("This translation is locked or being reviewed, and cannot be changed now."),
            address_of(translation),
        )


def address_of(translation: Translation) -> str | None:
    """Return where a translation is edited."""
    target = Page.objects.filter(
        translation_key=translation.source.object_id, locale_id=translation.target_locale_id
    ).first()
    return reverse("wagtailadmin_pages:edit", args=[target.pk]) if target else None
