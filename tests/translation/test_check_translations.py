"""``manage.py check_translations``: JSON lines in, JSON lines out, whatever the lines hold."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command

from translation.check_lines import LONGEST_TEXT


class Stdin:
    """Standard input with these bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives lines to the command and returns its answers, and what it says beside them."""

    def ask(*lines: Any, **options: Any) -> tuple[list[dict[str, Any]], str]:
        content = b"\n".join(
            line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
        )
        monkeypatch.setattr("sys.stdin", Stdin(content))
        out, err = io.StringIO(), io.StringIO()
        call_command("check_translations", stdout=out, stderr=err, **options)
        return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    return ask


def line(**values: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "source_locale": "ja",
        "target_locale": "en",
        "source": "会議は3月です。",
        "target": "The meeting is in March.",
        **values,
    }


def test_each_line_has_its_answer_in_order(ask: Any) -> None:
    answers, said = ask(line(id="a"), line(id=2, target="The meeting is in May, or <b>June</b>."))
    assert answers[0] == {"id": "a", "findings": []}
    assert answers[1]["id"] == 2
    tag = answers[1]["findings"][0]
    assert (tag["check"], tag["severity"], tag["span"]) == ("tag_added", "error", [26, 29])
    assert tag["message"]
    assert said == ""


def test_messages_are_in_the_language_that_is_asked_for(ask: Any) -> None:
    wrong = line(target="The meeting is in May.")
    messages = {}
    for language in ("ja", "en"):
        (answer,), _said = ask(wrong, language=language)
        messages[language] = answer["findings"][0]["message"]
    assert messages["ja"] != messages["en"]
    assert messages["en"].isascii() is False  # it quotes the source
    assert "ます" in messages["ja"] or "です" in messages["ja"]


@pytest.mark.parametrize(
    ("bad", "identity"),
    [
        (b"{", None),
        (b"[]", None),
        (b'"text"', None),
        (b"\xff\xfe", None),
        (b"[" * 100_000, None),
        ({"id": 5}, 5),
        (line(id=5, source=None), 5),
        (line(id=5, target=["a"]), 5),
        (line(id=5, target_locale="fr"), 5),
        (line(id=5, target_locale="ja"), 5),
        (line(id=5, kind="novel"), 5),
        (line(id=5, kind=["text"]), 5),
        (line(id=5, terms="all"), 5),
        (line(id=5, terms=[{"preferred": "plan"}]), 5),
        (line(id=5, terms=[{"source": "計画"}]), 5),
        (line(id=5, source="あ" * (LONGEST_TEXT + 1)), 5),
    ],
)
def test_a_bad_line_says_what_is_wrong_and_stops_nothing(
    bad: Any, identity: int | None, ask: Any
) -> None:
    answers, said = ask(line(), bad, line(id=3), language="en")
    assert [answer["id"] for answer in answers] == [1, identity, 3]
    assert answers[1].keys() == {"id", "line", "error"}
    assert answers[1]["line"] == 2
    assert answers[1]["error"]
    assert answers[2]["findings"] == []
    assert "1" in said


def test_terms_and_the_kind_of_field_may_come_along(ask: Any) -> None:
    terms = [{"source": ["会議"], "preferred": "conference", "forbidden": ["meeting"]}]
    (answer,), _said = ask(line(terms=terms, kind="title"))
    assert [one["check"] for one in answer["findings"]] == ["term_forbidden"]


def test_empty_lines_and_a_byte_order_mark_do_no_harm(ask: Any) -> None:
    answers, _said = ask(b"\xef\xbb\xbf" + json.dumps(line()).encode(), b"", b"  ", line(id=2))
    assert [answer["id"] for answer in answers] == [1, 2]


def test_no_lines_have_no_answers(ask: Any) -> None:
    assert ask() == ([], "")
