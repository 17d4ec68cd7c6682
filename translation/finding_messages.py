"""What the findings of :mod:`translation.checking` say to a person, in each language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from translation.checking import Finding

#: The message of each check; ``%(source)s`` and ``%(target)s`` are pieces of the two texts.
MESSAGES: dict[str, str | Promise] = {
    "empty": _("The translation is empty. Translate the text."),
    "untranslated": _("The translation is the same as the source. Translate it."),
    "wrong_script": _("The translation is not in its own language. Translate it."),
    "tag_missing": _("The tag %(tag)s of the source is missing. Set it around the same words."),
    "tag_added": _("The tag %(tag)s is not in the source. Remove it."),
    "tag_unbalanced": _("The tag %(tag)s has no other half. Close or remove it."),
    "link_empty": _("The link has no text: %(tag)s. Write its text between the tags."),
    "link_missing": _("The address %(source)s of the source is missing."),
    "link_added": _("The address %(target)s is not in the source."),
    "link_changed": _("The address differs: %(source)s in the source, %(target)s here."),
    "email_missing": _("The email address %(source)s of the source is missing."),
    "email_added": _("The email address %(target)s is not in the source."),
    "email_changed": _("The email address differs: %(source)s in the source, %(target)s here."),
    "placeholder_missing": _("The placeholder %(source)s is missing. Copy it unchanged."),
    "placeholder_added": _("The placeholder %(target)s is not in the source. Remove it."),
    "placeholder_changed": _(
        "The placeholder differs: %(source)s in the source, %(target)s here. Copy it unchanged."
    ),
    "japanese_in_english": _("“%(target)s” is still in Japanese. Translate it."),
    "english_in_japanese": _("“%(target)s” is still in English. Translate it."),
    "foreign_script": _("“%(target)s” is in letters of another script."),
    "full_width": _("“%(target)s” is full-width. Use half-width signs in English."),
    "half_width": _("“%(target)s” is half-width. Use full-width signs in Japanese."),
    "number_missing": _("The number “%(source)s” of the source was not found here."),
    "number_added": _("The number “%(target)s” was not found in the source."),
    "number_changed": _("The number differs: “%(source)s” in the source, “%(target)s” here."),
    "number_lost": _("“%(target)s” stands here without its number."),
    "weekday_changed": _(
        "The day of the week differs: “%(source)s” in the source, “%(target)s” here."
    ),
    "term_missing": _("The termbase says “%(wanted)s” for “%(source)s”."),
    "term_forbidden": _("“%(target)s” is not to be used for “%(source)s”. Use “%(wanted)s”."),
    "term_forbidden_alone": _("“%(target)s” is not to be used for “%(source)s”."),
    "term_translated": _("“%(source)s” is not to be translated. Keep it as it is."),
    "name_spelling": _("The spelling differs: “%(source)s” in the source, “%(target)s” here."),
    "bracket_not_closed": _("“%(target)s” is opened and not closed."),
    "bracket_not_opened": _("“%(target)s” is closed and not opened."),
    "quote_missing": _("The quotation mark %(source)s of the source has no counterpart here."),
    "doubled_word": _("A word stands twice: “%(target)s”."),
    "cut_off": _("The translation ends without the end of a sentence. Is it complete?"),
    "too_short": _(
        "The translation is short for its source (%(target)s and %(source)s characters). "
        "Is it complete?"
    ),
    "too_long": _(
        "The translation is long for its source (%(target)s and %(source)s characters). "
        "Has something been added?"
    ),
}


def message_of(finding: Finding) -> str:
    """What a finding says, in the active language."""
    check = finding.check
    if check == "term_forbidden" and not finding.values.get("wanted"):
        check = "term_forbidden_alone"
    return str(MESSAGES[check]) % finding.values
