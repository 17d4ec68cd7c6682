"""A measure and a programme show a reader every field that an editor can fill in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from content.models import City, Country, Organisation, Sector
from measures.models import MeasurePage
from programs.models import ApplicationWindow, ProgramPage, SupportForm
from tests.small_site import SmallSite, add

from .markup import fact, read


def test_a_measure_shows_every_field(client: Client, site: SmallSite) -> None:
    japan = Country.objects.create(code="JP")
    measure = MeasurePage(
        title="Measure",
        slug="measure",
        kind="policy",
        summary="Said summary",
        city=City.objects.create(code="c", name_ja="市", name_en="Said city", country=japan),
        country=japan,
        sectors=[Sector.objects.create(code="s", name_ja="分野", name_en="Said sector")],
        partners=[
            Organisation.objects.create(
                code="o", name_ja="社", name_en="Said partner", kind="agency"
            )
        ],
        period_start=2011,
        period_end=2014,
        **{
            name: f"<p>Said {name}</p>"
            for name in ("challenge", "action_taken", "results", "lessons")
        },
    )
    blocks = {
        "indicators": (
            "figure",
            {
                "label": "Said indicator",
                "value": "12.5",
                "unit": "Said unit",
                "as_of": "2013-03",
                "source_name": "Said origin",
            },
        ),
        "sources": ("source", {"title": "Said source", "publisher": "Said press"}),
    }
    for field, (kind, value) in blocks.items():
        stream = measure._meta.get_field(field).stream_block
        setattr(measure, field, stream.to_python([{"type": kind, "value": value}]))
    add(site.sections["measures", "en"], measure)
    page = read(client, "/en/measures/measure/")
    text = page.select_one("main").get_text(" ", strip=True)
    said = (
        "summary city sector partner challenge action_taken results lessons indicator unit origin"
    )
    for word in (*said.split(), "origin", "source", "press"):
        assert f"Said {word}" in text, word
    for other in ("12.5", "March 2013", "Japan", "Municipal policy"):
        assert other in text
    assert "2011" in fact(page, "Period")
    assert "2014" in fact(page, "Period")


def test_a_programme_shows_every_field_and_its_window_in_japans_time(
    client: Client, site: SmallSite
) -> None:
    programme = ProgramPage(
        title="Programme",
        slug="programme",
        kind="support_programme",
        summary="Said summary",
        provider=Organisation.objects.create(
            code="o", name_ja="省", name_en="Said provider", kind="agency"
        ),
        applicants="Said applicants",
        amount="Said amount",
        contact="<p>Said contact</p>",
        website_en="https://www.example.org/en/",
        countries=[Country.objects.create(code="TH")],
        sectors=[Sector.objects.create(code="s", name_ja="分野", name_en="Said sector")],
        support_forms=[SupportForm.objects.create(code="f", name_ja="形", name_en="Said form")],
        windows=[
            ApplicationWindow(
                fiscal_year=2019,
                opens_at=datetime(2019, 3, 31, 15, 30, tzinfo=UTC),
                closes_at=datetime(2019, 5, 31, 8, 0, tzinfo=UTC),
                note_en="Said note",
            )
        ],
    )
    add(site.sections["programs", "en"], programme)
    page = read(client, "/en/programs/programme/")
    text = page.select_one("main").get_text(" ", strip=True)
    for word in [
        "summary",
        "provider",
        "applicants",
        "amount",
        "contact",
        "sector",
        "form",
        "note",
    ]:
        assert f"Said {word}" in text, word
    for other in ("Thailand", "Fiscal year 2019", "1 April 2019 00:30", "31 May 2019 17:00"):
        assert other in text
    assert page.select("main a[href='https://www.example.org/en/'][hreflang=en]")
    assert page.select(".badge--closed")
