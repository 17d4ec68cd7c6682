"""Hold what people read to the glossary of docs/wording.md: fails on a word that it says to avoid.

Looks at the Japanese of both catalogues, at the Japanese guide and README and at the opening
content, and at the English messages of the code. A word of the glossary's last column is looked
for everywhere, unless :data:`DEPENDS` says on what it depends.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.catalogue_files import (
    PROJECT_DIR,
    messages_of,
    read_catalogue,
    source_text,
    translation_text,
)

GLOSSARY = PROJECT_DIR / "docs" / "wording.md"
ROW = re.compile(r"^\| \d+ \| (?P<english>[^|]+) \| (?P<japanese>[^|]+) \| (?P<avoid>[^|]*) \|$")
CATALOGUES = (
    Path("locale/ja/LC_MESSAGES/django.po"),
    Path("locale/upstream/ja/LC_MESSAGES/django.po"),
    Path("locale/upstream/ja/LC_MESSAGES/djangojs.po"),
)
TEXTS = ("docs/editors-guide.ja.md", "README.ja.md", "cms/management/opening_content/data/*.toml")

#: Words that are right elsewhere, and where; a reader decides, not this script.
DEPENDS = {
    "保存する": "a sentence may say what is saved",
    "発行": "a publication is 発行",
    "掲載": "a page 掲載する its content",
    "非公開": "means unpublished",
    "公開範囲": "",
    "スケジュール": "a schedule of anything but publication",
    "有効期限": "of a token or a link",
    "提出": "application forms are 提出, to an authority",
    "申請": "an application to a programme is 申請",
    "送信": "a form is sent",
    "許可": "an operation is 許可",
    "拒否": "a request of a program is refused",
    "作成者": "who created a link or a token",
    "執筆者": "the writer of a publication",
    "運営者": "operates the site",
    "管理者": "administers the admin",
    "所有者": "of rights in a picture",
    "責任者": "of an office",
    "分野": "is a sector",
    "区分": "is a section of the site",
    "欄": "is a field",
    "要約": "of a report",
    "リード": "within リードタイム and the like",
    "画像の説明": "begins 画像の説明文, the caption",
    "alt": "within Latin words",
    "diff": "within Latin words",
    "ライセンス": "of software",
    "文書": "a piece of writing",
    "集": "within other words",
    "コレクション一覧": "",
    "ラベル": "of a block or field",
    "用語": "of the termbase",
    "語彙": "",
    "マスター": "within other words",
    "単語": "a word of a sentence",
    "辞書": "of the analysis",
    "質問": "a question to the operator",
    "推奨": "a recommended practice",
    "プロモーション": "",
    "バージョン": "of software",
    "ソース": "source code",
    "ターゲット": "",
    "ステータス": "of HTTP",
    "更新日": "within 最終更新日",
    "変更日": "",
    "確認日": "within 内容確認日",
    "レビュー日": "",
    "更新期限": "",
    "次回確認": "",
    "受付開始": "",
    "取消": "",
    "削除": "is another act",
    "ホーム": "within other words",
    "プライバシー": "is the subject of a page",
    "原稿": "",
    "タイトル": "",
    "公開": "",
}
#: Words that are part of other words, which are right.
WITHIN = {
    "訳者": r"(?<!翻)訳者",
    "検索語": r"検索語(?!句)",
    "締切": r"締切(?!日)",
    "ユーザ": r"ユーザ(?!ー)",
    "題名": r"(?<!表の)題名",
    "クレジット": r"(?<!間)(?<!ボン)クレジット(?!化|制度)",
    "ライブ": r"ライブ(?!ラリ)",
    "リビジョン": r"リビジョン",
    "改訂": r"改訂(?!版)",
    "セクション": r"(?<!イ)セクション",
    "パーツ": r"(?<!ス)パーツ",
}
#: Style of any Japanese text: rules 7, 8, 10 and 11.
STYLE = {
    r"[“”]": "“ ” in Japanese: 「 」",
    r"よろしいですか": "ask in one sentence: 「…しますか？」",
    r"あなた": "no person: 自分",
    r"(ブラウザ|サーバ|フォルダ|エディタ|フィルタ|パラメータ)(?!ー)": "with the long vowel ー",
    r"デフォルト": "既定",
    r"リサイズ": "縮小・拡大",
    r"すでに|わかり|わかる|お勧め": "既に, 分かり, 分かる, おすすめ",
}
#: Patterns of English that reads as if translated, of our own messages: rules 18 to 20 and 23.
ENGLISH = {
    r"(?<!There )\bis no (?!longer\b)": "say what is not: “is not a …”",
    r"\b(begun|anew|Whoever|Whom)\b": "words of today",
    r"\blies in\b": "“is in”",
    r"\bmay not\b": "“cannot”, “do not have access”",
    r"\bby (itself|themselves)\b": "“automatically”",
    r"\w'\w": "a curly apostrophe: ’",
    r"\b[Ss]ign(ed|ing)? ?in\b": "“log in”",
}


def words_to_avoid() -> dict[str, str]:
    """Return a pattern for each word of the glossary's last column, and what to write instead.

    Raises:
        SystemExit: The page has no glossary to read.
    """
    found: dict[str, str] = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if row := ROW.match(line):
            for word in re.split("[、,]", re.sub(r"\([^)]*\)", "", row["avoid"])):
                word = word.strip()  # noqa: PLW2901
                if word and word not in DEPENDS:
                    found[WITHIN.get(word, re.escape(word))] = row["japanese"].strip()
    if not found:
        raise SystemExit(f"{GLOSSARY} holds no glossary.")
    return found


def faults(text: str, patterns: dict[str, str]) -> Iterator[str]:
    """Say of each pattern that a text shows what it should be."""
    for pattern, better in patterns.items():
        if match := re.search(pattern, text):
            yield f"“{match[0]}”: {better}"


def findings() -> Iterator[str]:
    """Yield each fault with its place."""
    japanese = words_to_avoid() | STYLE
    for place in CATALOGUES:
        for message in messages_of(read_catalogue(PROJECT_DIR / place)).values():
            english = source_text(message)
            for fault in faults(translation_text(message) or "", japanese):
                yield f"{place}: {english[:60]!r}: {fault}"
            if place == CATALOGUES[0]:
                for fault in faults(english, ENGLISH):
                    yield f"{place}: {english[:60]!r}: {fault}"
    for name in TEXTS:
        for file in sorted(PROJECT_DIR.glob(name)):
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                text = re.sub(r"`[^`]*`|<[^>]*>|https?://\S+", "", line)
                is_english = not re.search("[ぁ-んァ-ヶ]", text)
                for fault in () if is_english else faults(text, japanese):
                    yield f"{file.relative_to(PROJECT_DIR)}:{number}: {fault}"


def main() -> int:
    """Print all faults; return 1 where there are any."""
    found = list(findings())
    for fault in found:
        print(f"  {fault}")
    if found:
        print(f"{len(found)} words or habits that docs/wording.md says to avoid.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
