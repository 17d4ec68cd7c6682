"""The stand-in refuses what OpenSearch refuses, so that what passes on it may pass there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .opensearch_queries import AnswerError, kept_length, pattern, tokens
from .opensearch_server import SearchServer

Json = dict[str, Any]
TERM = {"term": {"text": {"value": "a"}}}
PLAIN = {"plain": {"type": "custom", "tokenizer": "whitespace"}}
MAPPED: Json = {
    "settings": {"index": {"analysis": {"analyzer": PLAIN}}},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "text": {"type": "text", "analyzer": "plain"},
            "bare": {"type": "text", "analyzer": "plain", "index_options": "docs"},
            "word": {"type": "keyword"},
            "number": {"type": "integer"},
        },
    },
}


@pytest.fixture
def server(running_search_server: SearchServer) -> SearchServer:
    """The stand-in with an index and two documents."""
    running_search_server.forget()
    ask(running_search_server, "PUT", "/one", MAPPED)
    index(running_search_server, "1", {"text": ["a b", "c"], "word": ["x", "y"], "number": 1})
    index(running_search_server, "2", {"text": "a a d d", "word": "x", "number": 2})
    return running_search_server


def ask(server: SearchServer, method: str, path: str, body: Json, **query: str) -> Json:
    return server.answered(method, path, query, json.dumps(body).encode())[1]


def index(server: SearchServer, identity: str, source: Json, refresh: str = "true") -> Json:
    lines = "".join(json.dumps(one) + "\n" for one in ({"index": {"_id": identity}}, source))
    answer = server.answered("POST", "/one/_bulk", {"refresh": refresh}, lines.encode())[1]
    item: Json = answer["items"][0]["index"]
    return item


def found(server: SearchServer, query: Json, **more: Any) -> list[list[float]]:
    body = {"query": query, "sort": [{"_score": "desc"}, {"number": "asc"}], **more}
    answer = ask(server, "POST", "/one/_search", body)
    return [hit["sort"] for hit in answer["hits"]["hits"]]


def test_scores_are_those_of_bm25(server: SearchServer) -> None:
    """log(1 + 0.5 / 2.5) · 2.2 · times / (times + 1.2 · (0.25 + 0.75 · length / 3.5))."""
    [(second, _two), (first, _one)] = found(server, {"term": {"text": {"value": "a"}}})
    assert second == pytest.approx(0.18232 * 2.2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3.5)), 1e-4)
    assert first == pytest.approx(0.18232 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 3 / 3.5)), 1e-4)
    assert [kept_length(length) for length in (3, 40, 41, 1000)] == [3, 40, 40, 984]


def test_phrases_keep_to_one_value(server: SearchServer) -> None:
    assert found(server, {"match_phrase": {"text": {"query": "a b"}}})
    assert found(server, {"match_phrase": {"text": {"query": "b c"}}}) == []


def test_should_is_a_wish_beside_a_filter_and_a_condition_without_one(server: SearchServer) -> None:
    wish = {"should": [{"term": {"text": {"value": "d"}}}]}
    everything = {"filter": [{"match_all": {}}]}
    assert [number for _score, number in found(server, {"bool": wish})] == [2]
    assert [number for _score, number in found(server, {"bool": {**wish, **everything}})] == [2, 1]


def test_nothing_is_found_before_a_refresh(server: SearchServer) -> None:
    index(server, "3", {"text": "e", "number": 3}, refresh="false")
    assert found(server, {"term": {"text": {"value": "e"}}}) == []
    ask(server, "POST", "/one/_refresh", {})
    assert found(server, {"term": {"text": {"value": "e"}}})


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ({"fuzzy": {"text": "a"}}, "parsing_exception"),
        ({"term": {"text": {"value": "a", "boots": 2}}}, "parsing_exception"),
        ({"bool": {"shuold": []}}, "parsing_exception"),
        ({"term": {"nowhere": {"value": "a"}}}, "query_shard_exception"),
        ({"match_phrase": {"bare": {"query": "a b"}}}, "illegal_argument_exception"),
        ({"bool": {"should": [TERM] * 1025}}, "too_many_nested_clauses"),
    ],
)
def test_a_wrong_query_is_refused(server: SearchServer, query: Json, kind: str) -> None:
    with pytest.raises(AnswerError) as refused:
        found(server, query)
    assert (refused.value.status, refused.value.kind) == (400, kind)


@pytest.mark.parametrize(
    "more",
    [
        {"size": 10_001},
        {"sort": [{"text": "asc"}]},
        {"search_after": [1]},
        {"timeout": "soon"},
        {"siez": 1},
        {"aggs": {"a": {"terms": {"field": "text", "size": 1}}}},
        {"aggs": {"a": {"terms": {"field": "word", "size": 0}}}},
        {"aggs": {"a": {"terms": {"field": "word", "size": 1, "include": "a+"}}}},
        {"aggs": {"a": {"term": {}}}},
    ],
    ids=str,
)
def test_a_wrong_search_is_refused(server: SearchServer, more: Json) -> None:
    with pytest.raises(AnswerError):
        found(server, {"match_all": {}}, **more)


@pytest.mark.parametrize(
    "source", [{"other": "a"}, {"number": "a"}, {"number": 2**31}, {"word": "a" * 32_767}]
)
def test_a_wrong_document_is_refused_by_itself(server: SearchServer, source: Json) -> None:
    item = index(server, "4", source)
    assert (item["status"], "error" in item) == (400, True)


def test_terms_are_counted_by_frequency_then_in_order(server: SearchServer) -> None:
    what = {"terms": {"field": "word", "size": 5}}
    answer = ask(server, "POST", "/one/_search", {"size": 0, "aggs": {"all": what}})
    buckets = answer["aggregations"]["all"]["buckets"]
    assert buckets == [{"key": "x", "doc_count": 2}, {"key": "y", "doc_count": 1}]


def test_words_are_divided_at_spaces_alone() -> None:
    assert list(tokens("c++\u3000A-b\tü\u00a0x")) == ["c++", "A-b", "ü\u00a0x"]
    assert [len(token) for token in tokens("a" * 300)] == [255, 45]
    assert pattern(r"a\.b.*").fullmatch("a.bc")
    assert not pattern(r"a\.b.*").fullmatch("acbc")


def test_an_unknown_request_or_parameter_is_refused(server: SearchServer) -> None:
    for path, query in (("/one/_find", {}), ("/one/_search", {"prefrence": "a"})):
        with pytest.raises(AnswerError):
            server.answered("POST", path, query, b"{}")
    with pytest.raises(AnswerError) as missing:
        ask(server, "POST", "/two/_search", {})
    assert missing.value.status == 404
    with pytest.raises(AnswerError):
        ask(server, "PUT", "/one", MAPPED)
