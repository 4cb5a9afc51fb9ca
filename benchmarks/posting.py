"""Posting forms to a server: every post is a different person."""

from __future__ import annotations

import http.client
import itertools
import re
import threading
import time
from urllib.parse import urlencode

_numbers = itertools.count(1)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def person(number: int, **more: str) -> dict[str, str]:
    """The fields of the registration form of an invented person."""
    fields = {
        "honorific": "Ms.", "given_name": "Salma", "family_name": f"Haddad {number}",
        "email": f"salma.{number}@example.org", "organisation": "Ministry of Digital Economy",
        "organisation_kind": "government", "position": "Head of Unit", "country_code": "JO", "mode": "remote",
        "language": "en", "consent": "y",
    }  # fmt: skip
    return {**fields, **more}


def form_session(port: int, path: str) -> tuple[str, str]:
    """The session cookie and forgery token of a form that was opened once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    response = connection.getresponse()
    page = response.read().decode()
    cookie = (response.getheader("Set-Cookie") or "").split(";")[0]
    found = _TOKEN.search(page)
    assert found, "the form has no forgery token"
    return cookie, found.group(1)


def posts_per_second(port: int, path: str, *, form_path: str = "", seconds: float = 1.5, clients: int = 2) -> float:
    """How many registrations a second are answered with a redirect."""
    counts = [0] * clients
    failures: list[str] = []
    session = form_session(port, form_path) if form_path else ("", "")
    stop_at = time.perf_counter() + seconds

    def run(number: int) -> None:
        cookie, token = session
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        while time.perf_counter() < stop_at:
            body = urlencode(person(next(_numbers), csrf_token=token))
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            response.read()
            if response.status not in (302, 303):
                failures.append(f"{path} answered {response.status}")
                return
            counts[number] += 1

    started = time.perf_counter()
    workers = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise RuntimeError(failures[0])
    return sum(counts) / (time.perf_counter() - started)


def times_of_posts(port: int, path: str, *, clients: int, seconds: float) -> list[float]:
    """The seconds that each registration took, sent by so many clients at once who pause for nothing."""
    times: list[float] = []
    failures: list[str] = []
    cookie, token = form_session(port, path)
    stop_at = time.perf_counter() + seconds

    def run() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        while time.perf_counter() < stop_at and not failures:
            body = urlencode(person(next(_numbers), csrf_token=token))
            started = time.perf_counter()
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            response.read()
            times.append(time.perf_counter() - started)
            if response.status != 303:
                failures.append(f"{path} answered {response.status}")
        connection.close()

    workers = [threading.Thread(target=run) for _number in range(clients)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise RuntimeError(failures[0])
    return times
