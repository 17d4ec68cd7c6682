"""What nginx and Varnish let through, keep and refuse with the configurations of ``deploy/``."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from .in_front import HOST, Front, Service, in_front_of, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")

API = "/api/delivery/v1/pages/"
KEPT = {"Cache-Control": "public, max-age=0, s-maxage=86400", "Surrogate-Key": "document-1-ja"}


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service().running() as service:
        yield service


@pytest.fixture(scope="module")
def front(service: Service) -> Iterator[Front]:
    with in_front_of(service) as front:
        yield front


@pytest.fixture(autouse=True)
def forgotten(service: Service, front: Front) -> None:
    """Begin with an empty cache and a service that has seen nothing."""
    assert front.purging("everything") == 200
    service.seen.clear()
    service.headers = dict(KEPT)
    service.redirects_to_https = False


def test_readers_are_told_apart_by_what_nginx_saw(front: Front, service: Service) -> None:
    """The last but one address is the reader's, with two proxies; a claimed one is gone."""
    front.ask("/ja/", headers={"X-Forwarded-For": "203.0.113.7", "X-Real-IP": "203.0.113.7"})
    (seen,) = service.seen
    addresses = [address.strip() for address in seen.headers["x-forwarded-for"].split(",")]
    assert addresses == ["127.0.0.1", "127.0.0.1"]
    assert "203.0.113.7" not in str(seen.headers)


def test_the_service_learns_host_and_scheme(front: Front, service: Service) -> None:
    front.ask("/ja/", headers={"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"})
    (seen,) = service.seen
    assert seen.headers["host"] == HOST
    assert seen.headers["x-forwarded-proto"] == "https"
    assert "x-forwarded-host" not in seen.headers
    assert "forwarded" not in seen.headers


@pytest.mark.parametrize("method", ["BAN", "PURGE", "TRACE", "CONNECT", "FOO"])
def test_nobody_outside_empties_the_cache(front: Front, service: Service, method: str) -> None:
    front.ask(API)
    refused = front.ask(API, method, headers={"Surrogate-Key": "everything"})
    assert refused.status in {400, 405}
    assert front.ask(API).body == b'{"answer": 1}'  # type: ignore[attr-defined]
    assert len(service.seen) == 1


def test_nginx_alone_passes_on_what_browsers_ask_for(service: Service) -> None:
    methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "BAN", "PURGE", "FOO"]
    with in_front_of(service, cached=False) as front:
        answers = {method: front.ask("/ja/", method).status for method in methods}
    assert [method for method, status in answers.items() if status == 405] == methods[5:]
    assert [seen.method for seen in service.seen] == methods[:5]
    assert {seen.headers["x-forwarded-for"] for seen in service.seen} == {"127.0.0.1"}


def test_at_the_readers_address_the_cache_itself_takes_no_ban(front: Front) -> None:
    """Behind nginx everybody comes from this machine, so the address decides."""
    front.ask(API)
    everything = {"Surrogate-Key": "everything"}
    assert front.ask(API, "BAN", port=front.cache, headers=everything).status == 405
    assert front.ask(API).body == b'{"answer": 1}'  # type: ignore[attr-defined]


def test_what_is_told_is_forgotten_and_the_rest_is_kept(front: Front, service: Service) -> None:
    front.ask(API)
    assert front.purging("document-2-ja") == 200
    front.ask(API)
    assert len(service.seen) == 1
    assert front.purging("lists-ja document-1-ja") == 200
    front.ask(API)
    assert len(service.seen) == 2


@pytest.mark.parametrize("name", ["", 'x" || obj.status != 0 || "', "(.*)"])
def test_a_name_that_is_none_is_refused(front: Front, name: str) -> None:
    assert front.purging(name) == 400


def test_readers_may_not_read_at_the_purging_address(front: Front, service: Service) -> None:
    assert front.ask(API, port=front.purge).status == 403
    assert service.seen == []


def test_names_of_the_cache_do_not_reach_readers(front: Front) -> None:
    assert "Surrogate-Key" not in front.ask(API).headers
    assert "Surrogate-Key" not in front.ask(API).headers


def test_a_redirect_to_https_is_kept_for_nobody(front: Front, service: Service) -> None:
    """One request by http once sent all readers of that address in a circle."""
    service.redirects_to_https = True
    assert front.ask(API, port=front.cache).status == 301
    assert front.ask(API).status == 200
    assert front.ask(API, port=front.cache).status == 301


def test_http_leads_to_https_before_it_reaches_anything(front: Front, service: Service) -> None:
    response = front.ask("/ja/?x=1", port=front.http)
    assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}/ja/?x=1")
    assert service.seen == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", ""])
def test_other_hosts_get_no_answer(front: Front, service: Service, host: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # the connection ends, in one way or another
        front.ask(host=host or "x.invalid", port=None)
    with socket.create_connection(("127.0.0.1", front.http), timeout=10) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        answer = connection.recv(1000)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
    assert service.seen == []


def test_an_answer_for_one_reader_is_kept_for_nobody(front: Front, service: Service) -> None:
    for headers in ({"Authorization": "Bearer a"}, {"Authorization": "Bearer b"}):
        front.ask(API, headers=headers)
    front.ask("/ja/", headers={"Cookie": "sessionid=1"})
    front.ask("/ja/", headers={"Cookie": "sessionid=2"})
    assert [seen.headers.get("cookie") for seen in service.seen[2:]] == [
        "sessionid=1",
        "sessionid=2",
    ]
    assert len(service.seen) == 4


@pytest.mark.parametrize("path", ["/ja/", "/en/networks/?country=JP", "/sitemap.xml"])
def test_pages_are_kept_until_they_are_to_be_forgotten(
    front: Front, service: Service, path: str
) -> None:
    service.headers["Surrogate-Key"] = "pages"
    for cookie in ("csrftoken=1", "other=2"):
        front.ask(path, headers={"Cookie": cookie})
    assert len(service.seen) == 1
    assert "cookie" not in service.seen[0].headers
    assert front.purging("document-1-ja") == 200
    front.ask(path)
    assert len(service.seen) == 1
    assert front.purging("lists-ja pages") == 200
    front.ask(path)
    assert len(service.seen) == 2


@pytest.mark.parametrize(
    "asked",
    [
        ("/ja/", "GET", {"Cookie": "csrftoken=1; sessionid=2"}),
        ("/ja/", "POST", {"Cookie": "csrftoken=1"}),
        ("/ja/search/?q=a", "GET", {"Cookie": "csrftoken=1"}),
        ("/p/1", "GET", {"Cookie": "csrftoken=1"}),
    ],
)
def test_what_is_for_one_reader_is_asked_of_the_service(
    front: Front, service: Service, asked: tuple[str, str, dict[str, str]]
) -> None:
    path, method, headers = asked
    front.ask(path)
    for _time in range(2):
        front.ask(path, method, headers=headers)
    assert [seen.headers.get("cookie") for seen in service.seen][-2:] == [headers["Cookie"]] * 2


def test_an_answer_without_a_word_about_keeping_is_not_kept(front: Front, service: Service) -> None:
    service.headers = {}
    front.ask(API)
    front.ask(API)
    assert len(service.seen) == 2


def test_a_slow_body_takes_no_thread_of_the_service(front: Front, service: Service) -> None:
    """Nginx reads a body whole before it passes it on, and gives up on one that stands still."""
    head = f"POST /admin/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 10\r\n\r\nabc".encode()
    import ssl

    context = ssl._create_unverified_context()
    raw = socket.create_connection(("127.0.0.1", front.https), timeout=10)
    with context.wrap_socket(raw, server_hostname=HOST) as connection:
        connection.sendall(head)
        answer = connection.recv(1000)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408")
    assert service.seen == []


@pytest.mark.parametrize(
    ("path", "kind"), [("/ja/", "text/html"), (API, "application/problem+json")]
)
def test_while_the_service_is_away_readers_are_told_when_to_try_again(path: str, kind: str) -> None:
    service = Service()
    with service.running():
        pass  # a port at which nobody listens any more
    with in_front_of(service) as front:
        response = front.ask(path)
    assert (response.status, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    text = response.body.decode()  # type: ignore[attr-defined]
    assert "ご利用いただけません" in text
    assert "Temporarily unavailable" in text
    if kind.endswith("json"):
        assert json.loads(text)["status"] == 503
