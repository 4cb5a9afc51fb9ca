"""Servers for measuring: our web server on a free loopback port, and a client that keeps connections."""

from __future__ import annotations

import http.client
import importlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(factory: str, environment: dict[str, str], *, processes: int = 1, threads: int = 4) -> Iterator[int]:
    """The port of our web server, serving `factory` ("module:call()") for as long as the block lasts."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.serving", factory, str(port), str(processes), str(threads)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, start_new_session=True)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def serve(factory: str, port: int, processes: int, threads: int) -> int:
    """Serve an application as `app.py web` serves ours, until a signal; the exit code."""
    from foundation.supervising import Child, Supervisor, listen
    from foundation.web_server import WebServer

    module, name = factory.removesuffix("()").split(":")
    application = getattr(importlib.import_module(module), name)()
    listener = listen("127.0.0.1", port)
    webs = [
        Child(f"web-{number}", lambda beat: WebServer(application, listener, threads=threads).serve(beat))
        for number in range(processes)
    ]
    return Supervisor(webs, listener).run()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    # The port is open before the application is imported: only an answer, whichever, says that it serves.
    for _attempt in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server under measurement did not start")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/is-it-there")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("the server under measurement does not answer")


def requests_per_second(
    port: int,
    path: str,
    *,
    seconds: float = 1.5,
    clients: int = 2,
    headers: dict[str, str] | None = None,
    expect: int = 200,
) -> float:
    """How many GET requests a second the server answers to keep-alive clients; every status is checked."""
    counts = [0] * clients
    stop_at = time.perf_counter() + seconds
    failures: list[str] = []

    def run(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        while time.perf_counter() < stop_at:
            try:
                connection.request("GET", path, headers=headers or {})
                response = connection.getresponse()
                response.read()
            except OSError as error:
                failures.append(f"{path} was not answered: {error}")
                return
            if response.status != expect:
                failures.append(f"{path} answered {response.status}")
                return
            counts[number] += 1
        connection.close()

    started = time.perf_counter()
    workers = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failures:
        raise RuntimeError(failures[0])
    return sum(counts) / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1], *map(int, sys.argv[2:5])))
