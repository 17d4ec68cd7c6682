"""The termbase: concepts of the field with their names in both languages, and each name's standing.

The shape is that of TBX: a concept, its languages, and in each language names with an
administrative status. One name is preferred, others are allowed, others again are deprecated, which
is said here as “forbidden”: never in a translation. Search knows a concept by all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from text.characters import clean, clean_line, folded

from ..languages import LANGUAGE_CODES
from .vocabularies import Vocabulary


class Domain(models.TextChoices):
    """What a term belongs to (TBX: subject field)."""

    CLIMATE = "climate", _("Climate change")
    ENERGY = "energy", _("Energy")
    WASTE = "waste", _("Waste and recycling")
    WATER = "water", _("Water and sanitation")
    AIR = "air", _("Air and pollution")
    TRANSPORT = "transport", _("Transport")
    URBAN = "urban", _("Urban development and buildings")
    NATURE = "nature", _("Nature and agriculture")
    DISASTER = "disaster", _("Disaster risk")
    COOPERATION = "cooperation", _("Cooperation between cities")
    FINANCE = "finance", _("Finance and procurement")
    ADMINISTRATION = "administration", _("Government and administration")
    SOCIETY = "society", _("Society and health")
    BODY = "body", _("Organisations and schemes")


class Standing(models.TextChoices):
    """What may be done with a name in a translation (TBX: administrative status)."""

    PREFERRED = "preferred", _("Preferred")
    ALLOWED = "allowed", _("Also allowed")
    FORBIDDEN = "forbidden", _("Forbidden name")


class Term(Vocabulary):
    """A term of the field with its accepted names: search and translation know them as one thing.

    ``name_ja`` and ``name_en`` are the preferred names. Related words mean something else that is
    near: search asks for them too, and nobody may translate one by the other.
    """

    other_names_ja = models.TextField(
        _("also allowed in Japanese"), blank=True, help_text=_("One on each line.")
    )
    other_names_en = models.TextField(
        _("also allowed in English"), blank=True, help_text=_("One on each line.")
    )
    forbidden_ja = models.TextField(
        _("forbidden in Japanese"),
        db_default="",
        blank=True,
        default="",
        help_text=_(
            "Names that no translation may use, one on each line. Readers still find by them."
        ),
    )
    forbidden_en = models.TextField(
        _("forbidden in English"),
        db_default="",
        blank=True,
        default="",
        help_text=_("One on each line."),
    )
    do_not_translate = models.BooleanField(
        _("do not translate"),
        db_default=False,
        default=False,
        help_text=_("A translation keeps the name as the original writes it."),
    )
    related_ja = models.TextField(
        _("related words in Japanese"),
        blank=True,
        default="",
        help_text=_(
            "Words with another meaning that help to find it, one on each line. Search uses them;"
            " they are not translations."
        ),
    )
    related_en = models.TextField(
        _("related words in English"), blank=True, default="", help_text=_("One on each line.")
    )
    domain = models.CharField(
        _("domain"), db_default="", max_length=20, choices=Domain.choices, blank=True, default=""
    )
    note = models.TextField(
        _("note"),
        db_default="",
        blank=True,
        default="",
        help_text=_("For translators: when to use which name, and what not to confuse."),
    )
    source = models.CharField(
        _("source"),
        db_default="",
        max_length=300,
        blank=True,
        default="",
        help_text=_("Where the names are used officially."),
    )
    source_address = models.URLField(
        _("address of the source"), db_default="", max_length=500, blank=True, default=""
    )
    is_public = models.BooleanField(
        _("public"),
        db_default=False,
        default=False,
        help_text=_(
            "May be shown to readers in a glossary. Otherwise only editors and translators see it."
        ),
    )
    updated_at = models.DateTimeField(_("last updated"), auto_now=True, null=True)

    search_fields: ClassVar[list[index.BaseField]] = [
        *Vocabulary.search_fields,
        index.SearchField("other_names_ja"),
        index.SearchField("other_names_en"),
    ]
    lookup_fields = (
        *Vocabulary.lookup_fields,
        "other_names_ja",
        "other_names_en",
        "forbidden_ja",
        "forbidden_en",
    )
    #: The fields that hold several names or words, one on each line.
    LISTS: ClassVar[tuple[str, ...]] = (
        "other_names_ja",
        "other_names_en",
        "forbidden_ja",
        "forbidden_en",
        "related_ja",
        "related_en",
    )

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("code",)

    def clean_fields(self, exclude: Any = None) -> None:
        for name in self.LISTS:
            setattr(self, name, "\n".join(lines_of(getattr(self, name) or "")))
        self.note = clean(self.note or "").strip()
        self.source = clean_line(self.source or "")
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        super().clean()
        self.refuse_two_standings()

    def refuse_two_standings(self) -> None:
        """Refuse a name that is forbidden and may be used.

        Raises:
            ValidationError: by field.
        """
        errors = {}
        for language in LANGUAGE_CODES:
            usable = set(map(folded, self.names_in(language)))
            forbidden = self.forbidden_in(language)
            if both := [name for name in forbidden if folded(name) in usable]:
                errors[f"forbidden_{language}"] = _(
                    "“%(name)s” may be used and is forbidden. Delete it in one of the two."
                ) % {"name": both[0]}
        if errors:
            raise ValidationError(errors)

    def names_in(self, language_code: str) -> list[str]:
        """Return the names in a language that may be used, the preferred one first."""
        first = getattr(self, f"name_{language_code}")
        others = lines_of(getattr(self, f"other_names_{language_code}"))
        return list(dict.fromkeys(name for name in (first, *others) if name))

    def forbidden_in(self, language_code: str) -> list[str]:
        """Return the names in a language that no translation may use."""
        return lines_of(getattr(self, f"forbidden_{language_code}"))

    def standings_in(self, language_code: str) -> Iterator[tuple[str, Standing]]:
        """Yield each name in a language with its standing."""
        for place, name in enumerate(self.names_in(language_code)):
            yield name, Standing.ALLOWED if place else Standing.PREFERRED
        for name in self.forbidden_in(language_code):
            yield name, Standing.FORBIDDEN

    @property
    def forbidden_names(self) -> list[str]:
        """What translations must not say, in both languages; readers find by it all the same."""
        return [*self.forbidden_in("ja"), *self.forbidden_in("en")]

    @property
    def related_words(self) -> list[str]:
        """What is near in meaning, in both languages: for search, never a translation."""
        return [*lines_of(self.related_ja), *lines_of(self.related_en)]


def lines_of(text: str) -> list[str]:
    """Return the names of a list, each once, in order."""
    return one_each(text.splitlines())


def one_each(names: Iterable[str]) -> list[str]:
    """Return names as they are kept, each once, without empty ones."""
    return list(dict.fromkeys(filter(None, map(clean_line, names))))
