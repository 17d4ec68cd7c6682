"""Vocabularies: one record with both names and a stable code, never two translated copies."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from content.dependencies import entry_name, note
from text.characters import clean_line, folded

from ..kana import katakana
from ..languages import LANGUAGE_CODES, active_language

#: Codes of two letters that CLDR names but ISO 3166-1 gives to no country: islands kept apart,
#: groups of countries, test locales and what users assign themselves.
NOT_IN_ISO_3166 = frozenset(
    "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split()  # noqa: SIM905  # reads as a list
)

KANA = r"[\u3041-\u3096\u30a1-\u30faー・\s]+"


def country_names(code: str) -> dict[str, str]:
    """Return a country's names by language from CLDR; empty for a code that ISO 3166-1 lacks."""
    if code.upper() in NOT_IN_ISO_3166:
        return {}
    names = {
        language: Locale(language).territories.get(code.upper()) for language in LANGUAGE_CODES
    }
    return {language: name for language, name in names.items() if name}


def validate_municipality_code(value: str) -> None:
    """Check the sixth digit of a Japanese municipality code (JIS X 0402 with its check digit)."""
    if not re.fullmatch(r"(0[1-9]|[1-3][0-9]|4[0-7])[0-9]{4}", value):
        raise ValidationError(
            _("A municipality code has six digits and begins with its prefecture’s, as in 401005.")
        )
    digits = [int(digit) for digit in value]
    weighted = sum(digit * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2), strict=False))
    if (11 - weighted % 11) % 10 != digits[5]:
        raise ValidationError(
            _("The check digit (the sixth) does not match the first five. Check the code.")
        )


class Vocabulary(index.Indexed, models.Model):
    """An entry with a stable code and a name in each language."""

    code = models.SlugField(
        _("code"),
        max_length=60,
        unique=True,
        help_text=_("Stable: addresses and partner sites use it. Letters, digits and hyphens."),
    )
    name_ja = models.CharField(_("name in Japanese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    search_fields: ClassVar[list[index.BaseField]] = [
        index.SearchField("name_ja", boost=3),
        index.SearchField("name_en", boost=3),
        index.SearchField("code"),
        index.AutocompleteField("name_ja"),
        index.AutocompleteField("name_en"),
    ]

    #: The facet by which lists narrow to an entry, and the vocabulary's name in the API; none for
    #: a vocabulary that only editors see.
    facet_name: ClassVar[str] = ""
    api_name: ClassVar[str] = ""
    #: The field beside the names that ``sort_key`` reads.
    place_field: ClassVar[str] = "code"
    #: Fields in which the admin looks for any part of what somebody types.
    lookup_fields: ClassVar[tuple[str, ...]] = ("code", "name_ja", "name_en")
    #: The names by each of which an entry is one of its kind, and within what they are; a city's
    #: name is another city's in another country.
    unique_names: ClassVar[tuple[str, ...]] = ("name_ja",)
    unique_within: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def clean_fields(self, exclude: Any = None) -> None:
        """Compare entries as they are stored, whoever asks."""
        for name in ("code", "name_ja", "name_en"):
            setattr(self, name, clean_line(getattr(self, name) or ""))
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        super().clean()
        self._refuse_second_writings()
        stored = type(self)._default_manager.filter(pk=self.pk).first() if self.pk else None
        if stored is not None and stored.code != self.code:
            raise ValidationError(
                {"code": _("The code stays as it is: addresses and partner sites use it.")}
            )

    def _refuse_second_writings(self) -> None:
        """Refuse a code or a name that another entry has in another width, case or composition."""
        others = type(self)._default_manager.exclude(pk=self.pk)
        errors = {}
        if self.code and _has_folded(others, "code", self.code):
            errors["code"] = _("Another entry has this code. Enter another, or use that entry.")
        alike = {name: getattr(self, name) for name in self.unique_within}
        for name in self.unique_names:
            text = getattr(self, name)
            if text and _has_folded(self.rivals(others.filter(**alike)), name, text):
                errors[name] = _("Another entry has this name. Use that entry.")
        if errors:
            raise ValidationError(errors)

    def rivals(self, others: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Narrow other entries to those whose names this one may not have."""
        return others

    @property
    def name(self) -> str:
        """The name in the language being read."""
        return self.name_in(active_language())

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """What lists of entries are sorted by, in the language being read."""
        return (self.name.casefold(), self.code)

    @classmethod
    def standard_names(cls, code: str) -> dict[str, str]:
        """Return the names of a code by language, of a vocabulary that is a standard's list.

        They are everybody's knowledge, whether or not there is an entry.
        """
        return {}

    def name_in(self, language_code: str) -> str:
        """Return the name in a language; the other language's where this one has none."""
        note(entry_name(self))
        own, other = (self.name_ja, self.name_en)
        if language_code == "en":
            own, other = other, own
        return own or other


class OrderedVocabulary(Vocabulary):
    """A vocabulary whose order the editors decide."""

    place_field = "sort_order"

    sort_order = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Lists show smaller numbers first.")
    )

    class Meta:
        abstract = True
        ordering = ("sort_order", "code")

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (self.sort_order, self.code)


class Country(Vocabulary):
    """A country or region of ISO 3166, named as CLDR names it unless an editor changes that."""

    facet_name = "country"
    api_name = "countries"

    code = models.CharField(
        _("ISO 3166 code"),
        max_length=2,
        unique=True,
        validators=[
            RegexValidator(r"\A[A-Z]{2}\Z", _("Enter two capital letters, for example JP."))
        ],
        help_text=_("Two capital letters of ISO 3166-1, for example JP."),
    )
    name_ja = models.CharField(
        _("name in Japanese"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, it is filled in from CLDR."),
    )
    name_en = models.CharField(
        _("name in English"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, it is filled in from CLDR."),
    )

    class Meta:
        verbose_name = _("country or region")
        verbose_name_plural = _("countries and regions")
        ordering = ("code",)

    @classmethod
    def standard_names(cls, code: str) -> dict[str, str]:
        return country_names(code) if re.fullmatch("[A-Z]{2}", code) else {}

    def clean(self) -> None:
        super().clean()
        if self.code and not country_names(self.code):
            raise ValidationError(
                {
                    "code": _(
                        "ISO 3166 has no country with this code. Check the code, for example JP."
                    )
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        names = country_names(self.code)
        self.name_ja = self.name_ja or names.get("ja", "")
        self.name_en = self.name_en or names.get("en", "")
        super().save(*args, **kwargs)


class City(Vocabulary):
    """A city or other municipality, with the spellings by which people look for it."""

    facet_name = "city"
    api_name = "cities"
    place_field = "kana"
    unique_within = ("country_id",)

    kana = models.CharField(
        _("reading in kana"),
        max_length=200,
        blank=True,
        validators=[RegexValidator(rf"\A{KANA}\Z", _("Write the reading in kana alone."))],
        help_text=_("In hiragana or katakana."),
    )
    other_spellings = models.TextField(
        _("other spellings"), blank=True, help_text=_("Previous and local names, one on each line.")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="cities", verbose_name=_("country")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, north positive."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, east positive."),
    )
    municipality_code = models.CharField(
        _("municipality code"),
        max_length=6,
        blank=True,
        validators=[validate_municipality_code],
        help_text=_(
            "Japan only: the six-digit code of the Ministry of Internal Affairs and "
            "Communications, for example 401005."
        ),
    )

    search_fields: ClassVar[list[index.BaseField]] = [
        *Vocabulary.search_fields,
        index.SearchField("kana"),
        index.SearchField("other_spellings"),
        index.AutocompleteField("kana"),
        index.FilterField("country_id"),
    ]
    lookup_fields = (*Vocabulary.lookup_fields, "kana", "other_spellings")

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ("name_en",)
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_code"],
                condition=~models.Q(municipality_code=""),
                name="city_municipality_code_unique",
                violation_error_code="unique",
                violation_error_message=_(
                    "This code belongs to another city. Check the code, or use that city."
                ),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise ValidationError(
                {missing: _("Enter both latitude and longitude, or leave both empty.")}
            )
        if self.municipality_code and self.country_id and self.country.code != "JP":
            raise ValidationError(
                {"municipality_code": _("Leave this empty: only cities in Japan have this code.")}
            )

    def rivals(self, others: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Two cities of one name are told apart by their municipality codes, as 府中市 is."""
        if self.municipality_code:
            return others.filter(municipality_code="")
        return others

    @property
    def sort_key(self) -> tuple[Any, ...]:
        if active_language() == "ja" and self.kana:
            return (katakana(self.kana), self.code)
        return super().sort_key

    @property
    def spellings(self) -> list[str]:
        """Every way of writing this city's name."""
        others = [line.strip() for line in self.other_spellings.splitlines() if line.strip()]
        names = [self.name_ja, self.name_en, self.kana, *others]
        return list(dict.fromkeys(name for name in names if name))


class Sector(OrderedVocabulary):
    """A field of work, such as waste or transport."""

    facet_name = "sector"
    api_name = "sectors"

    class Meta(OrderedVocabulary.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Organisation(Vocabulary):
    """An organisation that runs, provides, publishes or takes part in something."""

    facet_name = "organisation"
    api_name = "organisations"
    unique_within = ("country_id", "city_id")

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("National government")
        MUNICIPALITY = "municipality", _("Municipality")
        NETWORK = "network", _("Network or association")
        INTERNATIONAL = "international", _("International organisation")
        AGENCY = "agency", _("Public agency")
        RESEARCH = "research", _("Research institute")
        COMPANY = "company", _("Company")
        CIVIL_SOCIETY = "civil_society", _("Citizens’ group or NGO")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("city")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("country")
    )
    website_ja = models.URLField(_("website in Japanese"), blank=True)
    website_en = models.URLField(_("website in English"), blank=True)

    search_fields: ClassVar[list[index.BaseField]] = [
        *Vocabulary.search_fields,
        index.SearchField("acronym", boost=3),
        index.AutocompleteField("acronym"),
        index.FilterField("kind"),
    ]
    lookup_fields = (*Vocabulary.lookup_fields, "acronym")

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name_en",)

    def clean(self) -> None:
        super().clean()
        if self.city and self.country is None:
            self.country = self.city.country
        if self.city and self.city.country_id != self.country_id:
            raise ValidationError(
                {"country": _("This city is in another country. Change the city or the country.")}
            )

    @property
    def website(self) -> str:
        """The website in the language being read, or the other one."""
        own, other = self.website_ja, self.website_en
        return (other or own) if active_language() == "en" else (own or other)


def _has_folded(entries: models.QuerySet[Any], name: str, text: str) -> bool:
    """Whether one of some entries has a text in a field, width, case and composition aside."""
    sought = folded(text)
    return any(folded(other) == sought for other in entries.values_list(name, flat=True).iterator())
