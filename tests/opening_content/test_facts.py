"""Each fact that the site opens with stands on its page, in both languages, with its date.

The table holds what a reader must find, not how it is worded: names, numbers and dates, in the
order in which the page shows them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from cms.management.opening_content.entries import read_content
from content.languages import LANGUAGE_CODES
from content.models import SectionIndexPage

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("opening_content")]

SOURCE = {"ja": "環境省「自治体向け情報」", "en": "Ministry of the Environment, Japan"}


@dataclass(frozen=True)
class Fact:
    """Words that the main part of a page holds in this order, by language."""

    path: str
    ja: tuple[str, ...]
    en: tuple[str, ...]


FACTS = {
    "Asia drives world growth": Fact("", ("アジア", "世界", "成長"), ("Asia", "growth", "world")),
    "Asia in 2050": Fact(
        "",
        ("GDP", "エネルギー", "CO₂", "2050年", "半分近く", "2013年時点"),
        ("2050", "nearly half", "GDP", "energy", "CO₂", "2013"),
    ),
    "urban growth is the pressing task": Fact(
        "", ("都市", "環境問題"), ("cities", "environmental")
    ),
    "what Japan's stakeholders bring": Fact(
        "",
        ("技術", "制度", "ノウハウ", "二国間クレジット制度（JCM）"),
        ("technology", "institutions", "know-how", "Joint Crediting Mechanism (JCM)"),
    ),
    "the city-level basis": Fact(
        "about/",
        ("施策", "市民", "企業", "団体", "ガバナンス", "根を下ろ"),
        (
            "policies of municipalities",
            "citizens",
            "companies",
            "organisations",
            "governance",
            "takes root",
        ),
    ),
    "the ministry's project": Fact(
        "about/",
        ("環境省", "アジアの低炭素社会実現のためのJCM大規模形成支援事業"),
        ("Ministry of the Environment", "JCM", "low-carbon societies in Asia"),
    ),
    "who ran the platform": Fact(
        "about/", ("2013年時点", "一般社団法人イクレイ日本"), ("2013", "ICLEI Japan")
    ),
    "the portal's opening": Fact("about/", ("2013年10月",), ("October 2013",)),
    "whom it serves": Fact("about/", ("国際協力", "自治体職員"), ("municipal officials",)),
    "what it offers": Fact(
        "about/",
        ("支援制度", "各国の自治体", "気候変動", "事例"),
        ("frameworks and programmes", "climate policies", "by country", "cases"),
    ),
    "what it aims at": Fact(
        "about/", ("アジアの自治体", "都市間協力"), ("share", "between cities")
    ),
    "platforms beside it": Fact(
        "programs/partner-platforms/",
        ("企業", "研究機関", "2013年時点"),
        ("companies and research institutes", "2013"),
    ),
    "ICLEI's founding": Fact(
        "networks/iclei/",
        ("1990年", "国連環境計画など"),
        ("1990", "United Nations Environment Programme among others"),
    ),
    "ICLEI is the largest": Fact(
        "networks/iclei/", ("世界最大", "2013年時点"), ("world's largest", "2013")
    ),
    "ICLEI's members": Fact(
        "networks/iclei/",
        ("会員自治体", "1,000", "以上", "2013年", SOURCE["ja"]),
        ("Member municipalities", "1,000", "or more", "2013", SOURCE["en"]),
    ),
    "ICLEI's countries": Fact(
        "networks/iclei/",
        ("会員のいる国", "83", "2013年", SOURCE["ja"]),
        ("Countries", "83", "2013", SOURCE["en"]),
    ),
    "ICLEI's offices": Fact(
        "networks/iclei/",
        ("地域事務所", "15", "日本", "2013年", SOURCE["ja"]),
        ("Regional offices", "15", "Japan", "2013", SOURCE["en"]),
    ),
    "C40's name": Fact(
        "networks/c40/",
        ("世界大都市気候先導グループ（C40）", "C40 Cities Climate Leadership Group"),
        ("C40 Cities Climate Leadership Group",),
    ),
    "C40's size": Fact(
        "networks/c40/",
        ("参加都市", "約", "40", "2013年", SOURCE["ja"]),
        ("Cities", "about", "40", "2013", SOURCE["en"]),
    ),
    "C40's cities": Fact(
        "networks/c40/",
        ("ロンドン", "ニューヨーク", "東京", "バンコク", "ジャカルタ"),
        ("London", "New York", "Tokyo", "Bangkok", "Jakarta"),
    ),
    "how C40 works": Fact("networks/c40/", ("首長", "実務"), ("mayors", "practitioners")),
    "ANMC21's name": Fact(
        "networks/anmc21/",
        ("アジア大都市ネットワーク21", "Asian Network of Major Cities 21"),
        ("Asian Network of Major Cities 21",),
    ),
    "ANMC21's founding": Fact(
        "networks/anmc21/",
        ("2001年", "東京都", "デリー", "クアラルンプール", "ソウル", "東京"),
        ("2001", "Tokyo's call", "Delhi", "Kuala Lumpur", "Seoul", "Tokyo"),
    ),
    "ANMC21's tasks": Fact(
        "networks/anmc21/",
        ("首都", "環境", "産業", "危機管理", "2013年時点"),
        ("Capitals", "environment", "industry", "crisis management", "2013"),
    ),
    "CITYNET's name": Fact(
        "networks/citynet/",
        ("CITYNET", "シティネット", "アジア太平洋都市間協力ネットワーク"),
        ("CITYNET", "Asia and the Pacific"),
    ),
    "CITYNET's founding": Fact("networks/citynet/", ("設立", "1987年"), ("Founded", "1987")),
    "CITYNET's secretariat": Fact(
        "networks/citynet/", ("事務局", "ソウル", "2013年時点"), ("ecretariat", "Seoul", "2013")
    ),
    "CITYNET's members": Fact(
        "networks/citynet/",
        ("会員（都市・団体）", "131", "2013年4月", SOURCE["ja"]),
        ("Members (cities and organisations)", "131", "April 2013", SOURCE["en"]),
    ),
    "CITYNET's countries": Fact(
        "networks/citynet/",
        ("国・地域", "24", "2013年4月", SOURCE["ja"]),
        ("Countries and regions", "24", "April 2013", SOURCE["en"]),
    ),
    "CITYNET's fields": Fact(
        "networks/citynet/",
        ("固形廃棄物", "水と衛生", "インフラ", "防災"),
        ("solid waste", "water and sanitation", "infrastructure", "disaster prevention"),
    ),
    "CITYNET's cooperation": Fact(
        "networks/citynet/", ("C2C", "専門家"), ("Technical cooperation", "C2C", "experts")
    ),
    "Kitakyushu's two networks": Fact(
        "networks/kitakyushu/",
        ("北九州市環境国際ネットワーク", "東アジア経済交流推進機構", "アジア環境協力都市機構"),
        ("Kitakyushu", "East Asia Economic Development", "Asian environmental cooperation cities"),
    ),
    "the East Asian organisation": Fact(
        "networks/kitakyushu/east-asia-economic-development/",
        ("黄海", "経済と人の交流", "経済圏", "10", "日本・中国・韓国", "2013年", SOURCE["ja"]),
        ("Yellow Sea", "economic zone", "10", "Republic of Korea", "2013", SOURCE["en"]),
    ),
    "its environment committee": Fact(
        "networks/kitakyushu/east-asia-economic-development/",
        ("環境部会", "セミナー", "データベース", "人材育成"),
        ("committee", "seminars", "database", "training"),
    ),
    "the Asian organisation's creation": Fact(
        "networks/kitakyushu/asian-environmental-cooperation/",
        ("2010年2月", "アジア環境協力ネットワーク", "4か国", "6都市", "19か国", "173都市"),
        ("February 2010", "Network", "6 cities of 4", "Kitakyushu Initiative", "173 cities in 19"),
    ),
    "the Asian organisation's figures": Fact(
        "networks/kitakyushu/asian-environmental-cooperation/",
        ("173", "19か国", "2013年", SOURCE["ja"], "6", "4か国", "2013年", SOURCE["ja"]),
        ("173", "19 countries", "2013", SOURCE["en"], "6", "4 countries", "2013", SOURCE["en"]),
    ),
    "the Asian organisation's aim": Fact(
        "networks/kitakyushu/asian-environmental-cooperation/",
        ("低炭素な社会", "アジア"),
        ("low-carbon societies", "Asia"),
    ),
    "measures, three kinds": Fact(
        "measures/",
        ("施策", "市民", "パートナーシップ", "日本の自治体", "ビジネス支援"),
        ("policies", "citizens", "businesses", "Japanese municipalities support business"),
    ),
    "programmes, two kinds": Fact(
        "programs/",
        ("支援枠組み", "日本", "支援プログラム", "国際協力や海外展開"),
        ("Support frameworks", "Japan", "Support programmes", "overseas activities"),
    ),
    "publications, two kinds": Fact(
        "manuals/", ("マニュアル", "調査報告書"), ("Manuals", "Survey reports")
    ),
}


def main_text(client: Client, address: str) -> str:
    """Return what a reader reads on a page between header and footer."""
    response = client.get(address)
    assert response.status_code == 200
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main
    return re.sub(r"\s+", " ", unescape(strip_tags(main[0])))


def missing(text: str, words: tuple[str, ...]) -> str:
    """Return the first word that does not follow those before it; empty if all do."""
    position = 0
    for word in words:
        position = text.find(word, position)
        if position < 0:
            return word
        position += len(word)
    return ""


@pytest.mark.parametrize("language", LANGUAGE_CODES)
@pytest.mark.parametrize("fact", FACTS.values(), ids=list(FACTS))
def test_a_fact_is_on_its_page(client: Client, fact: Fact, language: str) -> None:
    text = main_text(client, f"/{language}/{fact.path}")
    assert missing(text, getattr(fact, language)) == ""


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_figure_has_a_date_and_a_source(client: Client, language: str) -> None:
    figures = 0
    for entry in read_content().pages:
        for name in ("member_figures", "body"):
            for block in entry.values(language).get(name, []):
                if block["type"] in ("figure", "key_figure"):
                    figures += 1
                    assert re.match(r"(19|20)\d\d", block["value"]["as_of"])
                    assert block["value"]["source_name"].startswith(SOURCE[language])
    assert figures == 9


def test_every_section_says_what_belongs_there() -> None:
    for entry in read_content().pages:
        if issubclass(entry.model, SectionIndexPage):
            for language in LANGUAGE_CODES:
                assert entry.values(language)["empty_text"]


def test_the_languages_say_the_same_kinds_of_thing() -> None:
    for entry in read_content().pages:
        japanese, english = (entry.texts[language] for language in LANGUAGE_CODES)
        shape = [[block["type"] for block in text.get("body", [])] for text in (japanese, english)]
        assert shape[0] == shape[1]
        only_one = japanese.keys() ^ english.keys()
        assert only_one <= {"full_name"}


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_the_site_says_how_it_treats_readers(client: Client, language: str) -> None:
    home = client.get(f"/{language}/").content.decode()
    footer = home[home.index("<footer") :]
    for slug in ("about", "accessibility", "site-policy", "privacy", "contact"):
        assert f'href="/{language}/{slug}/"' in footer
    accessibility = main_text(client, f"/{language}/accessibility/")
    assert "JIS X 8341-3:2016" in accessibility
    assert "AA" in accessibility
