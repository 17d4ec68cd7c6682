"""Sentences of the field, put together by chance: they read like our pages and state nothing true.

No person, organisation or place is named, and no figure is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Language:
    """What sentences of a language are made of; ``topics`` by the code of their sector."""

    topics: Mapping[str, Sequence[str]]
    parts: Mapping[str, Sequence[str]]
    sentences: Sequence[str]
    joint: str
    mark: str
    warning_title: str
    warning: str
    headings: Sequence[str]
    titles: Mapping[str, str]


JAPANESE = Language(
    topics={
        "climate": ("温室効果ガス排出量の算定", "脱炭素先行地域づくり", "気候変動への適応計画"),
        "energy": ("公共施設の省エネルギー", "太陽光発電の導入", "地域熱供給", "街路灯のLED化"),
        "waste": (
            "廃棄物の分別収集",
            "生ごみの堆肥化",
            "埋立処分場の改善",
            "廃プラスチックの再生利用",
        ),
        "water": ("上下水道の漏水対策", "下水汚泥のエネルギー利用", "河川の水質改善"),
        "infrastructure": ("低炭素型の市街地整備", "既存建築物の改修", "緑地の保全"),
        "transport": ("公共交通の利用促進", "電動バスの導入", "自転車走行空間の整備"),
        "disaster": ("浸水対策", "避難計画の見直し", "雨水貯留施設の整備"),
        "industry": ("中小工場の省エネ診断", "産業団地の資源循環", "環境技術の海外展開"),
        "environment": ("大気の常時監視", "環境教育", "生物多様性の保全"),
        "capacity": ("自治体職員の研修", "専門家の派遣", "都市間の知見の共有"),
    },
    parts={
        "actor": ("担当部局", "市と地域の団体", "自治体の連絡会議", "市の環境部門", "関係機関"),
        "partner": ("地域の事業者", "大学と研究機関", "住民組織", "近隣の自治体", "海外の都市"),
        "means": (
            "現地調査と聞き取り",
            "年度ごとの実施計画",
            "費用と効果の比較",
            "共通の様式による記録",
            "段階的な試行",
        ),
        "aim": (
            "排出量の削減",
            "維持費の軽減",
            "住民の理解の促進",
            "職員の技能の向上",
            "他の都市への展開",
        ),
        "time": ("初年度", "計画期間の前半", "翌年度以降", "準備の段階", "見直しの時期"),
    },
    sentences=(
        "{actor}は、{topic}について{means}を行い、{aim}につなげています。",
        "{time}には、{partner}とともに{topic}の進め方を確認しました。",
        "{topic}では、{aim}を目的として{means}を取り入れています。",
        "取り組みの内容は{partner}と共有し、{time}に課題を整理します。",
        "{aim}のため、{actor}が{partner}と役割を分担しています。",
        "{time}の状況は、{means}によって把握します。",
        "{topic}の経験は、同じ課題をもつ都市の参考になるよう記録しています。",
        "{partner}からは、{topic}に関する情報の提供を受けています。",
    ),
    joint="",
    mark="（試験データ{number}）",
    warning_title="試験用に生成したページ",
    warning="<p>このページは動作の確認のために自動で生成したもので、内容は事実ではありません。</p>",
    headings=("背景", "進め方", "今後の課題", "対象と範囲", "連携の体制"),
    titles={
        "network": "{topic}に関する都市ネットワーク",
        "program": "{topic}の支援制度",
        "measure": "{topic}の取り組み",
        "manual": "{topic}の手引き",
    },
)

ENGLISH = Language(
    topics={
        "climate": ("greenhouse gas inventories", "decarbonised districts", "adaptation planning"),
        "energy": (
            "energy saving in public buildings",
            "solar power",
            "district heating",
            "LED street lighting",
        ),
        "waste": (
            "separate collection of waste",
            "composting of kitchen waste",
            "better landfill sites",
            "recycling of plastics",
        ),
        "water": ("leakage control", "energy from sewage sludge", "river water quality"),
        "infrastructure": ("low-carbon urban renewal", "retrofitting", "urban green spaces"),
        "transport": ("public transport", "electric buses", "cycling infrastructure"),
        "disaster": ("flood control", "evacuation planning", "rainwater storage"),
        "industry": (
            "energy audits for small plants",
            "circular industrial parks",
            "green exports",
        ),
        "environment": ("air monitoring", "environmental education", "biodiversity"),
        "capacity": ("staff training", "expert missions", "knowledge sharing between cities"),
    },
    parts={
        "actor": (
            "the department in charge",
            "the city with local groups",
            "the municipal working group",
            "the environment division",
            "the bodies concerned",
        ),
        "partner": (
            "local businesses",
            "universities and institutes",
            "residents' associations",
            "neighbouring municipalities",
            "cities abroad",
        ),
        "means": (
            "field surveys and interviews",
            "a plan for each fiscal year",
            "a comparison of cost and effect",
            "records in a common form",
            "trials in stages",
        ),
        "aim": (
            "lower emissions",
            "lower running costs",
            "better understanding among residents",
            "better skills among staff",
            "use by other cities",
        ),
        "time": (
            "the first year",
            "the first half of the plan",
            "the years that follow",
            "the preparation stage",
            "the time of review",
        ),
    },
    sentences=(
        "On {topic}, {actor} relies on {means}, with {aim} in view.",
        "In {time}, the way ahead for {topic} was agreed with {partner}.",
        "Work on {topic} makes use of {means} and looks for {aim}.",
        "What was learned is shared with {partner}, and open questions are sorted in {time}.",
        "For {aim}, the tasks are divided between {actor} and {partner}.",
        "The situation in {time} is followed by {means}.",
        "Experience with {topic} is recorded so that cities with the same question can use it.",
        "Information on {topic} comes from {partner}.",
    ),
    joint=" ",
    mark=" (test data {number})",
    warning_title="A page generated for tests",
    warning="<p>This page was generated to try the service out. Nothing in it is a fact.</p>",
    headings=("Background", "How it proceeds", "What remains to be done", "Scope", "Cooperation"),
    titles={
        "network": "City network on {topic}",
        "program": "Support for {topic}",
        "measure": "A measure for {topic}",
        "manual": "Manual on {topic}",
    },
)

LANGUAGES = {"ja": JAPANESE, "en": ENGLISH}


class Author:
    """Writes about the topics of some sectors in a language; the same chance, the same words."""

    def __init__(self, language: Language, sectors: Sequence[str], chance: Random) -> None:
        self.language = language
        self.chance = chance
        known = [code for code in sectors if code in language.topics] or ["environment"]
        self.topics = [topic for code in known for topic in language.topics[code]]

    def title(self, kind: str, number: int) -> str:
        """A title, marked as test data."""
        words = self.language.titles[kind].format(topic=self.topics[0])
        return words[:1].upper() + words[1:] + self.language.mark.format(number=number)

    def sentence(self) -> str:
        """One sentence."""
        pattern = self.chance.choice(self.language.sentences)
        parts = {name: self.chance.choice(words) for name, words in self.language.parts.items()}
        return pattern.format(topic=self.chance.choice(self.topics), **parts)

    def text(self, length: int) -> str:
        """Sentences that have at least so many characters together."""
        found = ""
        while len(found) < length:
            found += (self.language.joint if found else "") + self.sentence()
        return found

    def paragraphs(self, number: int, length: int) -> str:
        """Paragraphs of at least so many characters each, as HTML."""
        return "".join(f"<p>{self.text(length)}</p>" for _ in range(number))
