"""nginx and Varnish as ``deploy/`` sets them up, in front of a service that tells what it gets."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
HOST = "hashi.example.org"
PROGRAMS = ("nginx", "varnishd", "openssl")
STARTED_WITHIN = 20


def missing() -> list[str]:
    """Return the programs that are not on this machine."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return [name for name in PROGRAMS if not shutil.which(name, path=path)]


def program(name: str) -> str:
    """Return where a program is."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        raise FileNotFoundError(name)
    return found


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Seen:
    """A request as it reached the service."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Service:
    """What stands in for Hashi: tells what it got, and answers as it is told to."""

    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    redirects_to_https: bool = False

    @contextlib.contextmanager
    def running(self) -> Iterator[Service]:
        """Serve at a port of its own, or at the one it had."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                sent = {name.lower(): value for name, value in self.headers.items()}
                service.seen.append(Seen(self.command, self.path, sent, body))
                insecure = service.redirects_to_https and sent.get("x-forwarded-proto") != "https"
                text = json.dumps({"answer": len(service.seen)}).encode()
                self.send_response(301 if insecure else 200)
                if insecure:
                    self.send_header("Location", f"https://{HOST}{self.path}")
                else:
                    for name, value in service.headers.items():
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(text)

            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return self.answer
                raise AttributeError(name)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        server.daemon_threads = True
        self.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@dataclass(frozen=True)
class Front:
    """Where readers, and whoever purges, reach what stands in front."""

    http: int
    https: int
    cache: int
    purge: int
    folder: Path

    def ask(
        self,
        path: str = "/",
        method: str = "GET",
        *,
        host: str = HOST,
        port: int | None = None,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> HTTPResponse:
        """Ask nginx by https, or what listens at ``port`` by http; the body is read."""
        if port is None:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            raw = socket.create_connection(("127.0.0.1", self.https), timeout=10)
            connection: HTTPConnection = HTTPSConnection(host, timeout=10, context=context)
            connection.sock = context.wrap_socket(raw, server_hostname=host)
        else:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, body, {"Host": host, **(headers or {})})
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
        connection.close()
        return response

    def purging(self, name: str, method: str = "BAN") -> int:
        """Tell the cache to forget a name at its own address; return the status."""
        return self.ask(method=method, port=self.purge, headers={"Surrogate-Key": name}).status


@contextlib.contextmanager
def in_front_of(service: Service, *, cached: bool = True) -> Iterator[Front]:
    """Run nginx and Varnish with the configurations of ``deploy/``, only their places changed.

    Without Varnish where the answers are not ``cached``.
    """
    with tempfile.TemporaryDirectory() as name:  # pytest's own are closed to Varnish's user
        folder = Path(name)
        folder.chmod(0o755)
        cache = free_port() if cached else service.port
        front = Front(free_port(), free_port(), cache, free_port(), folder)
        with contextlib.ExitStack() as stack:
            if cached:
                stack.enter_context(varnish(service, front))
            stack.enter_context(nginx(front))
            yield front


@contextlib.contextmanager
def varnish(service: Service, front: Front) -> Iterator[None]:
    """Run Varnish as ``deploy/varnish.service.conf`` starts it."""
    text = (DEPLOY / "varnish.vcl").read_text(encoding="utf-8")
    vcl = front.folder / "varnish.vcl"
    vcl.write_text(text.replace('"8000"', f'"{service.port}"'), encoding="utf-8")
    command = [program("varnishd"), "-F", "-n", str(front.folder / "varnish"), "-f", str(vcl)]
    command += ["-a", f"127.0.0.1:{front.cache}", "-a", f"purge=127.0.0.1:{front.purge}"]
    command += ["-s", "malloc,16m", *shlex.split((DEPLOY / "varnish.options").read_text())]
    with running(command, front.folder / "varnish.log", front.cache):
        yield


@contextlib.contextmanager
def nginx(front: Front) -> Iterator[None]:
    """Run nginx with ``deploy/nginx.conf`` inside of the little that Debian puts around it."""
    key, certificate = front.folder / "key.pem", front.folder / "certificate.pem"
    subprocess.run(
        [
            *(program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-days", "2", "-subj", f"/CN={HOST}"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for before, after in {
        "127.0.0.1:8000": f"127.0.0.1:{front.cache}",
        "listen 80": f"listen 127.0.0.1:{front.http}",
        "listen 443": f"listen 127.0.0.1:{front.https}",
        "/etc/ssl/hashi/fullchain.pem": str(certificate),
        "/etc/ssl/hashi/privkey.pem": str(key),
        "/srv/hashi/app/deploy": str(front.folder),
        "client_body_timeout 20s": "client_body_timeout 1s",
    }.items():
        if before not in text:
            raise AssertionError(f"deploy/nginx.conf has no {before!r} any more")
        text = text.replace(before, after)
    for name in ("away.html", "away.json"):
        shutil.copy(DEPLOY / name, front.folder)
    (front.folder / "hashi.conf").write_text(text, encoding="utf-8")
    whole = front.folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {front.folder}/nginx.pid; error_log {front.folder}/error.log;\n"
        f"worker_processes 1; events {{ }}\n"
        f"http {{ access_log off; client_body_temp_path {front.folder}/bodies;\n"
        f"proxy_temp_path {front.folder}/proxied; include {front.folder}/hashi.conf; }}\n",
        encoding="utf-8",
    )
    command = [program("nginx"), "-p", str(front.folder), "-c", str(whole)]
    with running(command, front.folder / "nginx.log", front.https):
        yield


@contextlib.contextmanager
def running(command: list[str], log: Path, port: int) -> Iterator[None]:
    """Run a program until the end of the block.

    Raises:
        AssertionError: it ends, or does not listen; with what it said.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + STARTED_WITHIN
        while not listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"{command[0]}: {log.read_text(errors='replace')}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=STARTED_WITHIN)


def listens(port: int) -> bool:
    """Whether something takes connections at a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
