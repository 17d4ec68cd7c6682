"""The texts of the test site, apart from the code that places them. All of them are made up."""

from __future__ import annotations

from typing import Any

SETTINGS = {
    "operator_name_ja": "見本市 環境国際部",
    "operator_name_en": "Sample City, International Environment Department",
    "operator_url": "https://www.example.org/",
    "contact_ja": "環境国際部 都市間連携係\n電話 000-0000-0000",
    "contact_en": "City-to-city cooperation desk\nTelephone +81-00-0000-0000",
    "contact_email": "name@example.org",
    "footer_note_ja": "この欄は試験のための見本です。",
    "footer_note_en": "A sample for tests.",
}
BANNERS = {
    "ja": [
        ("information", "年末年始はお問い合わせへの回答をお休みします。", ""),
        ("important", "募集要項を改めました。", "https://www.example.org/notice/"),
    ],
    "en": [
        ("information", "Enquiries are not answered over the New Year.", ""),
        ("important", "The call for applications was revised.", "https://www.example.org/notice/"),
    ],
}
STATES = {
    "ja": {
        "open": "見本の研修支援（受付中）",
        "upcoming": "見本の専門家派遣（受付前）",
        "closed": "見本の調査支援（受付終了）",
        "all-year": "見本の相談窓口（通年）",
        "unknown": "見本の枠組み（不明）",
    },
    "en": {
        "open": "Sample training support (open)",
        "upcoming": "Sample expert dispatch (upcoming)",
        "closed": "Sample survey support (closed)",
        "all-year": "Sample advice desk (all year)",
        "unknown": "Sample framework (unknown)",
    },
}
PROGRAMME: dict[str, dict[str, Any]] = {
    "ja": {
        "summary": "アジアの都市と共同で進める取組を支える、試験のための見本の制度です。",
        "applicants": "日本の地方公共団体\n地方公共団体と共同で申請する団体",
        "amount": "1年度につき1,000万円まで",
        "contact": "<p>見本の窓口に<b>電子メール</b>でお問い合わせください。</p>",
    },
    "en": {
        "summary": "A sample for tests: support for work done together with cities in Asia.",
        "applicants": "Municipalities in Japan\nOrganisations applying together with one",
        "amount": "Up to 10 million yen a fiscal year",
        "contact": "<p>Please write to the sample desk by <b>email</b>.</p>",
    },
}
MEASURE: dict[str, dict[str, Any]] = {
    "ja": {
        "title": "見本の生ごみ堆肥化の取組",
        "summary": "家庭の生ごみを堆肥にし、ごみの量を減らす、試験のための見本の取組です。",
        "challenge": "<p>埋立地の残りが少なくなり、ごみの量を減らす必要がありました。</p>",
        "action_taken": "<ol><li>住民説明会を開きました。</li><li>容器を配りました。</li></ol>",
        "results": "<p>参加した地区で、ごみの量が減りました。</p>",
        "lessons": "<p>はじめに<b>地区の代表</b>と話し合うことが要になります。</p>",
    },
    "en": {
        "title": "Sample composting of kitchen waste",
        "summary": "A sample for tests: households compost kitchen waste, and less is buried.",
        "challenge": "<p>The landfill was nearly full, so that less waste had to reach it.</p>",
        "action_taken": "<ol><li>Residents met.</li><li>Bins were handed out.</li></ol>",
        "results": "<p>Less waste was collected in the districts that took part.</p>",
        "lessons": "<p>Talking to the <b>heads of districts</b> first is what matters.</p>",
    },
}
INDICATORS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "ja": [
        (
            "figure",
            {
                "label": "ごみの減量",
                "value": "12345.5",
                "approximate": True,
                "unit": "t",
                "as_of": "2014-03",
                "source_name": "見本市の資料",
                "source_url": "https://www.example.org/figures/",
            },
        ),
        (
            "figure",
            {
                "label": "参加世帯",
                "value": "18000",
                "at_least": True,
                "unit": "世帯",
                "note": "途中でやめた世帯を含みます。",
                "as_of": "2014",
                "source_name": "見本市の資料",
            },
        ),
    ],
    "en": [
        (
            "figure",
            {
                "label": "Waste avoided",
                "value": "12345.5",
                "approximate": True,
                "unit": "t",
                "as_of": "2014-03",
                "source_name": "Records of Sample City",
                "source_url": "https://www.example.org/figures/",
            },
        ),
        (
            "figure",
            {
                "label": "Households taking part",
                "value": "18000",
                "at_least": True,
                "unit": "households",
                "note": "Those that left later are counted.",
                "as_of": "2014",
                "source_name": "Records of Sample City",
            },
        ),
    ],
}
SOURCES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "ja": [
        (
            "source",
            {
                "title": "見本市 環境年報",
                "publisher": "見本市",
                "as_of": "2014-03-31",
                "url": "https://www.example.org/report/",
            },
        )
    ],
    "en": [
        (
            "source",
            {
                "title": "Environmental yearbook of Sample City",
                "publisher": "Sample City",
                "as_of": "2014-03-31",
                "url": "https://www.example.org/report/",
            },
        )
    ],
}
LISTED = {"ja": "見本の連携事業 その{number}", "en": "Sample partnership number {number}"}
MANUAL: dict[str, dict[str, Any]] = {
    "ja": {
        "title": "見本の都市温室効果ガス算定の手引き",
        "abstract": "都市の排出量を求める手順を示した、試験のための見本の手引きです。\n\n"
        "対象の決め方、データの集め方、計算のしかたを順に説明します。",
    },
    "en": {
        "title": "Sample guide to a city's greenhouse gas inventory",
        "abstract": "A sample for tests: how a city works out its emissions.\n\n"
        "It explains the boundary, the collection of data and the calculation in turn.",
    },
}
FILES = {
    "ja": ("手引き 本編", "手引き 英語版（仮訳）", "手引き 各国語版"),
    "en": ("Guide, main part", "Guide, English version (provisional)", "Guide, other languages"),
}
ONLY_JAPANESE = {"title": "日本語だけの見本ページ", "summary": "英語版がまだありません。"}
DEEPER = {"title": "その下の見本ページ", "summary": "上のページにも英語版がありません。"}
GONE = {"title": "公開を終えた見本ページ", "summary": "もう公開していません。"}
RESTRICTED: dict[str, dict[str, Any]] = {
    "ja": {"title": "限定公開の見本", "summary": "PLANTED-RESTRICTED"},
    "en": {"title": "Sample restricted page", "summary": "PLANTED-RESTRICTED"},
}
TAGS = {"ja": ("見本", "試験"), "en": ("sample", "test")}
EVERY_BLOCK: dict[str, dict[str, Any]] = {
    "ja": {
        "title": "すべての部品の見本",
        "summary": "本文に置ける部品を、それぞれ一つずつ並べた、試験のための見本のページです。",
    },
    "en": {
        "title": "A sample of every block",
        "summary": "A sample for tests that holds one of each block that a body can hold.",
    },
}
TEXT = {
    "ja": "<p>都市の低炭素化は、<b>自治体の施策</b>と市民の参加の両方に支えられます。2030年までの"
    'CO2削減目標を定める都市も増えています。<a href="https://www.example.org/">見本のリンク</a>'
    "もご覧ください。</p><ul><li>廃棄物の管理</li><li>上下水道の整備</li></ul>",
    "en": "<p>Low-carbon cities rest on <b>municipal policy</b> and on citizens who take part. "
    "More and more cities set targets for 2030. See "
    '<a href="https://www.example.org/">a sample link</a> too.</p>'
    "<ul><li>Waste management</li><li>Water supply and drainage</li></ul>",
}


def blocks(language: str, targets: dict[str, int]) -> list[tuple[str, Any]]:
    """Return one of each block of a body, in one language."""
    japanese = language == "ja"

    def either(ja: str, en: str) -> str:
        return ja if japanese else en

    figure = INDICATORS[language][0][1]
    return [
        ("heading", {"level": "h2", "text": either("連携の進め方", "How cooperation proceeds")}),
        ("rich_text", TEXT[language]),
        ("heading", {"level": "h3", "text": either("図と引用", "A picture and a quotation")}),
        (
            "image",
            {
                "image": targets["image"],
                "alt_text": "",
                "decorative": False,
                "caption": either("図1　連携のかたち", "Figure 1: the shape of cooperation"),
            },
        ),
        (
            "quote",
            {
                "text": either("見本の引用文です。", "These are sample words."),
                "attribution": either("見本の出典", "A sample source"),
                "source_url": "https://www.example.org/quote/",
            },
        ),
        (
            "table",
            {
                "table_caption": either("会員の状況", "Members"),
                "table_header_choice": "both",
                "first_row_is_table_header": True,
                "first_col_is_header": True,
                "data": [
                    ["", "2012", "2013", "2014", "2015", "2016", "2017", "2018"],
                    [either("都市", "Cities"), "10", "12", "15", "18", "21", "24", "30"],
                    [either("団体", "Organisations"), "3", "3", "4", "4", "5", "5", "6"],
                ],
            },
        ),
        ("file", {"document": targets["document"], "label": ""}),
        (
            "link_list",
            {
                "title": either("関連リンク", "Links"),
                "links": [
                    {"page": targets["page"], "text": "", "language": ""},
                    {"document": targets["document"], "text": "", "language": ""},
                    {
                        "url": "https://www.example.org/other/",
                        "text": either("英語の見本", "Sample in Japanese"),
                        "language": either("en", "ja"),
                    },
                ],
            },
        ),
        ("key_figure", figure),
        (
            "notice",
            {
                "kind": "important",
                "title": either("募集期間にご注意ください", "Mind the dates"),
                "text": either(
                    "<p>締切は日本時間です。</p>", "<p>The closing time is that of Japan.</p>"
                ),
            },
        ),
        (
            "contact",
            {
                "organisation": either("見本市", "Sample City"),
                "department": either("環境国際部", "International Environment Department"),
                "phone": "+81-00-0000-0000",
                "email": "name@example.org",
                "website": "https://www.example.org/",
                "address": either("見本市見本町1番地", "1 Sample Street, Sample City"),
            },
        ),
        ("related_pages", {"title": "", "pages": [targets["page"], targets["foreign_page"]]}),
        (
            "steps",
            {
                "title": either("申請の流れ", "How to apply"),
                "steps": [
                    {
                        "title": either("相談", "Ask"),
                        "text": either("<p>窓口に相談します。</p>", "<p>Talk to the desk.</p>"),
                    },
                    {
                        "title": either("申請", "Apply"),
                        "text": either("<p>書類を出します。</p>", "<p>Send the documents.</p>"),
                    },
                ],
            },
        ),
    ]
