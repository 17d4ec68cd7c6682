"""A stand-in for an OpenSearch cluster, over HTTP on this machine.

Written from OpenSearch's documentation, for the few requests that search makes and without any of
search's own code. It is strict: whatever it does not know, it refuses, as OpenSearch does with what
it does not know. Nothing is found before a refresh, and no index is made by itself.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .opensearch_queries import AnswerError, only, searched, tokens

Json = dict[str, Any]
LONGEST_KEYWORD = 32_766
GAP = 100
RANGES = {"long": 2**63, "integer": 2**31}
PARAMETERS = {
    "text": {"type", "analyzer", "index_options"},
    "keyword": {"type", "index", "doc_values"},
    "long": {"type"},
    "integer": {"type"},
}
NAME = re.compile(r"(?![-_+])[^A-Z\\/*?\"<>| ,#:]{1,255}")


@dataclass
class Text:
    """A text of a document: where each of its words stands, and how many there are."""

    places: dict[str, list[int]] = field(default_factory=dict)
    length: int = 0


@dataclass
class Document:
    """A document as an index has it: by field its text, its keywords or its number."""

    identity: str
    texts: dict[str, Text] = field(default_factory=dict)
    keywords: dict[str, set[str]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    size: int = 0


class Index:
    """An index: its mapping, what can be found, and what waits for a refresh."""

    def __init__(self, name: str, body: Json) -> None:
        only(body, {"settings", "mappings"}, "illegal_argument_exception")
        settings = body.get("settings", {}).get("index", {})
        only(body.get("settings", {}), {"index"}, "illegal_argument_exception")
        only(settings, {"number_of_shards", "analysis"}, "illegal_argument_exception")
        only(settings.get("analysis", {}), {"analyzer"}, "illegal_argument_exception")
        analyzers = settings.get("analysis", {}).get("analyzer", {})
        for analyzer in analyzers.values():
            if analyzer != {"type": "custom", "tokenizer": "whitespace"}:
                raise AnswerError(400, "illegal_argument_exception", "no such analyzer here")
        mappings = body.get("mappings", {})
        only(mappings, {"dynamic", "_source", "properties"}, "mapper_parsing_exception")
        if mappings.get("dynamic") != "strict":
            raise AnswerError(400, "illegal_argument_exception", "only strict mappings here")
        only(mappings.get("_source", {}), {"enabled"}, "mapper_parsing_exception")
        self.name = name
        self.fields: dict[str, Json] = mappings.get("properties", {})
        for kind in self.fields.values():
            if kind.get("type") not in PARAMETERS:
                raise AnswerError(400, "mapper_parsing_exception", "No handler for type")
            only(kind, PARAMETERS[kind["type"]], "mapper_parsing_exception")
            if kind["type"] == "text" and kind.get("analyzer") not in analyzers:
                raise AnswerError(
                    400, "mapper_parsing_exception", "analyzer has not been configured"
                )
            if kind.get("index_options", "positions") not in {"docs", "freqs", "positions"}:
                raise AnswerError(
                    400, "mapper_parsing_exception", "Unknown value for index_options"
                )
        self.documents: dict[str, Document] = {}
        self.waiting: dict[str, Document | None] = {}
        self.refresh_interval: str | None = None

    def refresh(self) -> None:
        """Let what waits be found."""
        for identity, document in self.waiting.items():
            self.documents.pop(identity, None)
            if document is not None:
                self.documents[identity] = document
        self.waiting.clear()

    def has(self, identity: str) -> bool:
        """Whether there is such a document, found or not."""
        if identity in self.waiting:
            return self.waiting[identity] is not None
        return identity in self.documents

    def read(self, identity: str, source: Json) -> Document:
        """Return a document as the mapping reads it."""
        document = Document(identity, size=len(json.dumps(source)))
        for name, value in source.items():
            if name not in self.fields:
                raise AnswerError(
                    400, "strict_dynamic_mapping_exception", f"introduction of [{name}] not allowed"
                )
            kind = self.fields[name]["type"]
            values = value if isinstance(value, list) else [value]
            if kind in RANGES:
                self._read_number(document, name, kind, values)
            elif not all(isinstance(one, str) for one in values):
                raise AnswerError(
                    400, "mapper_parsing_exception", f"failed to parse field [{name}]"
                )
            elif kind == "keyword":
                if any(len(one.encode()) > LONGEST_KEYWORD for one in values):
                    raise AnswerError(400, "illegal_argument_exception", "immense term")
                document.keywords[name] = set(values)
            else:
                document.texts[name] = self._read_text(values)
        return document

    @staticmethod
    def _read_number(document: Document, name: str, kind: str, values: list[Any]) -> None:
        [number] = values
        if type(number) is not int or not -RANGES[kind] <= number < RANGES[kind]:
            raise AnswerError(400, "mapper_parsing_exception", f"failed to parse field [{name}]")
        document.numbers[name] = number

    @staticmethod
    def _read_text(values: list[str]) -> Text:
        text, place = Text(), -1
        for count, value in enumerate(values):
            place += GAP if count else 0
            for token in tokens(value):
                place += 1
                text.places.setdefault(token, []).append(place)
                text.length += 1
        return text


class SearchServer:
    """The stand-in, with what a test may have go wrong.

    While it ``is_silent`` it closes each connection without an answer. With ``gate`` it waits for
    that before it answers, with ``answer`` it answers just so. ``refused_documents`` are refused
    each by itself. ``refusals`` are all the errors that it answered with, ``requests`` what it was
    asked, ``searches`` the bodies of those that search.
    """

    def __init__(self) -> None:
        self.indexes: dict[str, Index] = {}
        self.lock = Lock()
        self._http = Http(("127.0.0.1", 0), Handler)
        self._http.stand_in = self
        self.forget()

    def forget(self) -> None:
        """Forget everything, as if it had just been started."""
        self.indexes.clear()
        self.credentials = ""
        self.is_silent = False
        self.is_out_of_time = False
        self.gate: Event | None = None
        self.answer: tuple[int, str, str] | None = None
        self.refused_documents: dict[str, tuple[int, str]] = {}
        self.refusals: list[str] = []
        self.requests: list[str] = []
        self.searches: list[Json] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self._http.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator[SearchServer]:
        """Serve until the block ends."""
        thread = Thread(target=self._http.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def answered(self, method: str, path: str, query: Json, body: bytes) -> tuple[int, Json]:
        """Return status and body of the answer to a request."""
        with self.lock:
            parts = [unquote(part) for part in path.split("/")[1:]]
            answer: tuple[int, Json]
            match (method, *parts):
                case ("HEAD", name):
                    answer = (200 if name in self.indexes else 404), {}
                case ("PUT", name):
                    answer = self._create(name, loaded(body))
                case ("DELETE", name):
                    answer = self._delete(name, query)
                case ("PUT", name, "_settings"):
                    answer = self._set(self._index(name), loaded(body))
                case ("POST", name, "_refresh"):
                    answer = self._refresh(self._index(name))
                case ("POST", name, "_bulk"):
                    answer = self._bulk(name, query, body)
                case ("POST", name, "_search"):
                    answer = self._search(name, query, loaded(body))
                case ("GET", name, "_stats", "store"):
                    answer = self._stats(self._index(name))
                case _:
                    raise AnswerError(400, "illegal_argument_exception", "no handler found for uri")
        return answer

    def _index(self, name: str) -> Index:
        if name not in self.indexes:
            raise AnswerError(404, "index_not_found_exception", f"no such index [{name}]")
        return self.indexes[name]

    def _create(self, name: str, body: Json) -> tuple[int, Json]:
        if not NAME.fullmatch(name) or name in {".", ".."}:
            raise AnswerError(400, "invalid_index_name_exception", f"Invalid index name [{name}]")
        if name in self.indexes:
            raise AnswerError(400, "resource_already_exists_exception", f"[{name}] already exists")
        self.indexes[name] = Index(name, body)
        return 200, {"acknowledged": True, "shards_acknowledged": True, "index": name}

    def _delete(self, name: str, query: Json) -> tuple[int, Json]:
        only(query, {"ignore_unavailable"}, "illegal_argument_exception")
        if name in self.indexes or query.get("ignore_unavailable") != "true":
            del self.indexes[self._index(name).name]
        return 200, {"acknowledged": True}

    @staticmethod
    def _refresh(index: Index) -> tuple[int, Json]:
        index.refresh()
        return 200, {"_shards": SHARDS}

    @staticmethod
    def _set(index: Index, body: Json) -> tuple[int, Json]:
        only(body, {"index"}, "illegal_argument_exception")
        only(body["index"], {"refresh_interval"}, "illegal_argument_exception")
        interval = body["index"]["refresh_interval"]
        if not (interval is None or interval == "-1" or re.fullmatch(r"\d+(ms|s|m)", interval)):
            raise AnswerError(400, "illegal_argument_exception", "failed to parse setting")
        index.refresh_interval = interval
        return 200, {"acknowledged": True}

    @staticmethod
    def _stats(index: Index) -> tuple[int, Json]:
        size = sum(document.size for document in index.documents.values())
        shown = {"store": {"size_in_bytes": size, "reserved_in_bytes": 0}}
        return 200, {"_shards": SHARDS, "_all": {"primaries": shown, "total": shown}}

    def _search(self, name: str, query: Json, body: Json) -> tuple[int, Json]:
        only(query, {"preference"}, "illegal_argument_exception")
        if query.get("preference", "").startswith("_"):
            raise AnswerError(400, "illegal_argument_exception", "no Preference for this")
        self.searches.append(body)
        index = self._index(name)
        found = searched(list(index.documents.values()), index.fields, body)
        return 200, {"took": 1, "timed_out": self.is_out_of_time, "_shards": SHARDS, **found}

    def _bulk(self, name: str, query: Json, body: bytes) -> tuple[int, Json]:
        only(query, {"refresh"}, "illegal_argument_exception")
        if query.get("refresh", "false") not in {"true", "false", "wait_for"}:
            raise AnswerError(400, "illegal_argument_exception", "Unknown value for refresh")
        if not body.endswith(b"\n"):
            raise AnswerError(400, "illegal_argument_exception", "must be terminated by a newline")
        lines = iter(body.decode().split("\n")[:-1])
        items = []
        for line in lines:
            [(action, meta)] = json.loads(line).items()
            if action not in {"index", "delete"}:
                raise AnswerError(
                    400, "illegal_argument_exception", "Malformed action/metadata line"
                )
            only(meta, {"_id"}, "illegal_argument_exception")
            source = json.loads(next(lines)) if action == "index" else None
            items.append({action: self._changed(name, meta["_id"], source)})
        if query.get("refresh", "false") != "false" and name in self.indexes:
            self.indexes[name].refresh()
        return 200, {
            "took": 1,
            "errors": any("error" in item for one in items for item in one.values()),
            "items": items,
        }

    def _changed(self, name: str, identity: str, source: Json | None) -> Json:
        """Keep or delete a document, and return the item that the answer has for it."""
        told: Json = {"_index": name, "_id": identity}
        try:
            index = self._index(name)
            if source is not None and identity in self.refused_documents:
                status, kind = self.refused_documents[identity]
                raise AnswerError(status, kind, "refused as a test wants it")
            existed = index.has(identity)
            index.waiting[identity] = None if source is None else index.read(identity, source)
        except AnswerError as refusal:
            self.refusals.append(refusal.kind)
            return {**told, "status": refusal.status, "error": refusal.told}
        if source is None:
            result, status = ("deleted", 200) if existed else ("not_found", 404)
        else:
            result, status = ("updated", 200) if existed else ("created", 201)
        return {**told, "_version": 1, "result": result, "_shards": SHARDS, "status": status}


SHARDS = {"total": 1, "successful": 1, "failed": 0}


def loaded(body: bytes) -> Json:
    """Return the object that a body holds."""
    try:
        found: Json = json.loads(body)
    except ValueError as error:
        raise AnswerError(400, "parsing_exception", "request body is required") from error
    return found


class Http(ThreadingHTTPServer):
    """Speaks HTTP for the stand-in."""

    daemon_threads = True
    stand_in: SearchServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what went wrong here, but not that somebody no longer waits for an answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Http

    def handle_one(self) -> None:
        """Answer a request, or not."""
        stand_in = self.server.stand_in
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        address = urlsplit(self.path)
        stand_in.requests.append(f"{self.command} {address.path}")
        if stand_in.gate:
            stand_in.gate.wait()
        if stand_in.is_silent:
            self.close_connection = True
            return
        if stand_in.answer:
            self.send(*stand_in.answer)
        elif stand_in.credentials and self._credentials() != stand_in.credentials:
            self.send(401, "Unauthorized", "text/plain")
        else:
            try:
                status, answer = stand_in.answered(
                    self.command, address.path, dict(parse_qsl(address.query)), body
                )
            except AnswerError as refusal:
                stand_in.refusals.append(refusal.kind)
                status, answer = refusal.status, {"error": refusal.told, "status": refusal.status}
            self.send(status, json.dumps(answer), "application/json; charset=UTF-8")

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_one  # noqa: N815  # http.server's names

    def _credentials(self) -> str:
        scheme, _space, word = self.headers.get("Authorization", "").partition(" ")
        return base64.b64decode(word).decode() if scheme == "Basic" else ""

    def send(self, status: int, text: str, media_type: str) -> None:
        """Send an answer at once."""
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        """Log nothing."""
