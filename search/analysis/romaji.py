"""Kana as Latin letters, so that a name is found however its reading is typed."""

from __future__ import annotations

import re

from content.kana import katakana

from .folding import fold

_TABLE = """
ア:a イ:i ウ:u エ:e オ:o カ:ka キ:ki ク:ku ケ:ke コ:ko サ:sa シ:shi
ス:su セ:se ソ:so タ:ta チ:chi ツ:tsu テ:te ト:to ナ:na ニ:ni ヌ:nu
ネ:ne ノ:no ハ:ha ヒ:hi フ:fu ヘ:he ホ:ho マ:ma ミ:mi ム:mu メ:me モ:mo
ヤ:ya ユ:yu ヨ:yo ラ:ra リ:ri ル:ru レ:re ロ:ro ワ:wa ヲ:o ン:n ガ:ga
ギ:gi グ:gu ゲ:ge ゴ:go ザ:za ジ:ji ズ:zu ゼ:ze ゾ:zo ダ:da ヂ:ji ヅ:zu
デ:de ド:do バ:ba ビ:bi ブ:bu ベ:be ボ:bo パ:pa ピ:pi プ:pu ペ:pe ポ:po
ァ:a ィ:i ゥ:u ェ:e ォ:o ャ:ya ュ:yu ョ:yo ヮ:wa キャ:kya キュ:kyu
キョ:kyo シャ:sha シュ:shu ショ:sho シェ:she チャ:cha チュ:chu チョ:cho
チェ:che ニャ:nya ニュ:nyu ニョ:nyo ヒャ:hya ヒュ:hyu ヒョ:hyo ミャ:mya
ミュ:myu ミョ:myo リャ:rya リュ:ryu リョ:ryo ギャ:gya ギュ:gyu ギョ:gyo
ジャ:ja ジュ:ju ジョ:jo ジェ:je ビャ:bya ビュ:byu ビョ:byo ピャ:pya ピュ:pyu
ピョ:pyo ファ:fa フィ:fi フェ:fe フォ:fo ティ:ti ディ:di デュ:du トゥ:tu
ドゥ:du ウィ:wi ウェ:we ウォ:wo
"""
_SYLLABLES = dict(pair.split(":") for pair in _TABLE.split())
_SYLLABLE = re.compile("ッ|" + "|".join(sorted(_SYLLABLES, key=len, reverse=True)))
#: Other ways of writing a syllable, and how long vowels and ん are written, all as one.
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[ー'\s・-]", ""),
        (r"sy(?=[auo])", "sh"),
        (r"si", "shi"),
        (r"ty(?=[auo])", "ch"),
        (r"tch", "cch"),
        (r"ti", "chi"),
        (r"tu", "tsu"),
        (r"(?:zy|jy)(?=[auo])", "j"),
        (r"zi", "ji"),
        (r"(?<![sc])hu", "fu"),
        (r"m(?=[bmp])", "n"),
        (r"nn(?![aiueoy])", "n"),
        (r"o[uo]+|oh(?![aiueo])", "o"),
        (r"uu+", "u"),
        (r"([kstpcgzdb])\1+", r"\1"),
    )
)


def romaji(text: str) -> str:
    """Return how a reading sounds in Latin letters, the same for every way of typing it.

    What is no kana stays as it is, folded: a reading may be typed halfway.
    """
    written = _SYLLABLE.sub(lambda match: _SYLLABLES.get(match.group(), ""), katakana(fold(text)))
    for pattern, replacement in _SPELLINGS:
        written = pattern.sub(replacement, written)
    return written
