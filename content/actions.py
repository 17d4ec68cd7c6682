"""Changes to pages, each one verb."""

from __future__ import annotations

from .models import BasePage, TranslationStanding


def mark_as_provisional_translation(source: BasePage, target: BasePage) -> None:
    """Set a new translation's own fields: provisional, prevailed over by its source, unreviewed.

    A fresh copy carries its source's values, and would otherwise call itself an original that
    somebody has reviewed.
    """
    values = {
        "translation_standing": TranslationStanding.PROVISIONAL,
        "prevailing_language": source.locale.language_code,
        "last_reviewed_on": None,
    }
    for name, value in values.items():
        setattr(target, name, value)
    type(target).objects.filter(pk=target.pk).update(**values)
    if revision := target.get_latest_revision():
        revision.content = {**revision.content, **values}
        revision.save(update_fields=["content"])
