"""The vocabulary entries and pictures that generated pages point at."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from content.models import City, Country, Organisation, Sector
from media.models import Image
from programs.models import SupportForm

from .texts import JAPANESE

TEST_CITIES = 60
TEST_ORGANISATIONS = 20
PICTURES = 12
#: Where an installation has none of its own.
COUNTRIES = ("JP", "TH", "MY", "ID", "IN")


@dataclass(frozen=True)
class Library:
    """What there is to point at, each in a fixed order."""

    countries: list[Country]
    cities: list[City]
    sectors: list[Sector]
    organisations: list[Organisation]
    support_forms: list[SupportForm]
    pictures: list[Image]


def stock(seed: int) -> Library:
    """Return what generated pages point at, having added what is missing.

    Cities and organisations are called test cities and test organisations.
    """
    for code in COUNTRIES:
        if not Country.objects.filter(code=code).exists():
            Country(code=code).save()
    for code in JAPANESE.topics:
        names = {"name_ja": f"試験分野 {code}", "name_en": f"Test sector {code}"}
        Sector.objects.get_or_create(code=code, defaults=names)
    if not SupportForm.objects.exists():
        SupportForm.objects.create(code="grant", name_ja="補助金", name_en="Grant")
    countries = list(Country.objects.order_by("code"))
    chance = Random(f"{seed} library")  # noqa: S311  # test data
    for number in range(1, TEST_CITIES + 1):
        values = {
            "name_ja": f"試験市{number}",
            "name_en": f"Test city {number}",
            "country": chance.choice(countries),
        }
        City.objects.get_or_create(code=f"test-city-{number}", defaults=values)
    for number in range(1, TEST_ORGANISATIONS + 1):
        values = {
            "name_ja": f"試験機関{number}",
            "name_en": f"Test organisation {number}",
            "kind": Organisation.Kind.AGENCY,
        }
        Organisation.objects.get_or_create(code=f"test-organisation-{number}", defaults=values)
    return Library(
        countries=countries,
        cities=list(City.objects.select_related("country").order_by("pk")),
        sectors=list(Sector.objects.order_by("pk")),
        organisations=list(Organisation.objects.order_by("pk")),
        support_forms=list(SupportForm.objects.order_by("pk")),
        pictures=list(Image.objects.order_by("pk")[:PICTURES]),
    )
