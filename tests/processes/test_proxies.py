"""No request makes another site's address appear: plain, and behind Caddy and nginx as docs/proxy has them."""

from __future__ import annotations

import itertools
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.processes.conftest import NewDatabase
from tests.processes.system import ROOT, System, free_port, running
from tests.waiting import PATIENCE, wait_for

EVIL = "evil.example"
HOST = "plenary.example.org"
PATHS = ("/e/WG2/en", "/e/WG2", "/e/WG2/en/calendar.ics", "/sitemap.xml", "/robots.txt", "/", "/sign-in", "/manage/")
TARGETS = (
    "{path}", "//evil.example{path}", "///evil.example{path}", "http://evil.example{path}", "/\\evil.example{path}",
    "//{path}",
)  # fmt: skip
CLAIMS = (
    ("SCRIPT_NAME", f"//{EVIL}"), ("Script-Name", f"//{EVIL}"), ("PATH_INFO", f"//{EVIL}/"), ("X-Forwarded-Host", EVIL),
    ("X-Forwarded-Prefix", f"//{EVIL}"), ("X-Forwarded-Proto", f"gopher://{EVIL}"), ("X-Forwarded-Port", "666"),
    ("X-Forwarded-Server", EVIL), ("Forwarded", f'for=1;host="{EVIL}";proto=http'), ("X-Original-URL", f"//{EVIL}/"),
    ("X-Rewrite-URL", f"//{EVIL}/"), ("X-Script-Name", f"//{EVIL}"), ("X-Host", EVIL),
    ("X-Accel-Redirect", f"//{EVIL}"),
)  # fmt: skip
NAMED = re.compile(rb"(?:https?:|[\\/\"'])[\\/]+[^/\s]{0,40}evil\.example", re.IGNORECASE)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[System]:
    """The demo under a name of its own."""
    folder = tmp_path_factory.mktemp("proxies") / "var"
    with running(folder, DATABASE_URL=new_database(), BASE_URL=f"https://{HOST}", TRUSTED_PROXIES=1) as system:
        yield system
    assert "Traceback" not in system.output(), system.output()


@contextmanager
def caddy(system: System, folder: Path) -> Iterator[int]:
    """Caddy with the file of the documentation, on a port of this machine."""
    port = free_port()
    text = (ROOT / "docs" / "proxy" / "Caddyfile").read_text()
    text = text.replace("{$SITE:localhost} {\n", f"http://:{port} {{\n\tbind 127.0.0.1\n", 1)
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text)
    env = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "SITE": HOST, "UPSTREAM": f"127.0.0.1:{system.port}"}
    with proxy(["caddy", "run", "--config", str(file), "--adapter", "caddyfile"], port, folder, env):
        yield port


@contextmanager
def nginx(system: System, folder: Path) -> Iterator[int]:
    """nginx with the file of the documentation, without TLS, on a port of this machine."""
    port = free_port()
    text = (ROOT / "docs" / "proxy" / "nginx.conf").read_text()
    text = re.sub(r" *ssl_certificate.*\n", "", text).replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{system.port}").replace("plenary.example.org", HOST)
    temporary = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}\n{text}\n}}\n"
    )
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin") or "nginx"
    with proxy([program, "-c", str(file), "-p", str(folder)], port, folder, {"PATH": "/usr/bin:/bin"}):
        yield port


@contextmanager
def proxy(command: list[str], port: int, folder: Path, env: dict[str, str]) -> Iterator[None]:
    """A proxy for as long as the block lasts."""
    log = folder / "proxy.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=output, stderr=output)
    try:
        wait_for(lambda: process.poll() is not None or _listens(port), "a proxy")
        assert process.poll() is None, log.read_text()
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _listens(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
        return True
    return False


def exchange(port: int, target: str, *headers: tuple[str, str], host: str = HOST) -> bytes:
    """What comes back for a request line and headers that no library would send."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close", "User-Agent: test"]
    data = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers), "", ""]).encode()
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(data)
        while part := connection.recv(65536):
            received += part
    return received


@pytest.mark.parametrize("way", ["plain", "caddy", "nginx"])
def test_no_address_of_another_site_then_or_later(system: System, tmp_path: Path, way: str) -> None:
    if way != "plain" and shutil.which(way, path="/usr/sbin:/usr/bin:/sbin:/bin") is None:
        pytest.skip(f"{way} is not installed")
    asked = 0
    with {"plain": _plain, "caddy": caddy, "nginx": nginx}[way](system, tmp_path) as port:
        assert exchange(port, "/health").startswith(b"HTTP/1.1 200"), "the proxy reaches the server"
        for (target, path), host in itertools.product(itertools.product(TARGETS, PATHS), (HOST, EVIL)):
            claims = CLAIMS if host == EVIL else CLAIMS[asked % 7 :: 7]
            answer = exchange(port, target.format(path=path), *claims, host=host)
            assert answer.startswith(b"HTTP/1.") and int(answer.split()[1]) not in (500, 502, 504), answer[:300]
            assert not NAMED.search(answer), (target, path, host, NAMED.search(answer))
            asked += 1
        for path in PATHS:
            for where in (port, system.port):
                assert EVIL.encode() not in exchange(where, path), path
        page = exchange(port, "/e/WG2/en")
        assert f'<link rel="canonical" href="https://{HOST}/e/WG2/en">'.encode() in page
    assert asked == 2 * len(TARGETS) * len(PATHS)


@contextmanager
def _plain(system: System, _folder: Path) -> Iterator[int]:
    yield system.port
