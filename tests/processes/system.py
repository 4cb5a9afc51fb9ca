"""The whole system as real processes: what `make run` starts, on a free loopback port, ended by process id."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil
from flask import Flask

from app import create_app
from config import Settings
from foundation.database import db
from tests.waiting import PATIENCE, becomes

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "only-for-tests-" + "y" * 32
PARENT_DIES = 1


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var_dir: Path, **settings: object) -> dict[str, str]:
    """The variables of a process: those of a bare shell and `settings`, nothing of the caller's own settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    ours: dict[str, object] = {"VAR_DIR": var_dir, "HOST": "127.0.0.1", "LOG_LEVEL": "WARNING", **settings}
    return kept | {"PYTHONUNBUFFERED": "1"} | {name: str(value) for name, value in ours.items()}


def command(*arguments: str, env: dict[str, str], seconds: float = PATIENCE) -> subprocess.CompletedProcess[str]:
    """Run `python app.py …` to its end."""
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=ROOT, env=env, timeout=seconds, capture_output=True, text=True
    )


def status_of(url: str) -> int:
    """The HTTP status of a GET, 0 when nothing answers."""
    try:
        with urlopen(url, timeout=PATIENCE) as response:
            return int(response.status)
    except HTTPError as error:
        return int(error.code)
    except (URLError, OSError):
        return 0


class System:
    """`python app.py serve` with its web processes and its worker, or another `program`."""

    def __init__(
        self,
        var_dir: Path,
        *,
        program: tuple[str, ...] = ("app.py", "serve"),
        ready: str = "/ready",
        **settings: object,
    ) -> None:
        self.var_dir = var_dir
        self.program = program
        self.ready = ready
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        wanted = {"DEMO": 1, "RATE_LIMITS": 0, "PORT": self.port, **settings}
        self.env = environment(var_dir, **wanted)
        self.log = var_dir / "output.log"
        self.process: subprocess.Popen[bytes] | None = None
        self._family: dict[int, psutil.Process] = {}

    def settings(self) -> Settings:
        """The settings that the processes run with, for looking into their database."""
        names = {name.lower(): value for name, value in self.env.items() if name.lower() in Settings.model_fields}
        return Settings(**names)  # type: ignore[arg-type]

    def start(self, seconds: float = PATIENCE) -> System:
        """Start, and return when it answers."""
        return self.launch().wait(seconds)

    def launch(self) -> System:
        """Start. Only from the main thread: the processes end with the thread that started them."""
        self.var_dir.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *self.program],
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        return self

    def wait(self, seconds: float = PATIENCE) -> System:
        """Wait until it answers."""
        assert self.process is not None
        process, address = self.process, self.address + self.ready
        if not becomes(lambda: process.poll() is not None or status_of(address) == 200, seconds) or process.poll():
            self.stop()
            raise RuntimeError(f"The system did not start:\n{self.output()}")
        self.family()
        return self

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """An application of this process on the same database, for looking at it and adding to it."""
        app = create_app(self.settings(), testing=True)
        with app.app_context():
            try:
                yield app
            finally:
                app.extensions["jobs"].close()
                db.session.remove()
                db.engine.dispose()

    def output(self) -> str:
        """Everything that was printed and logged."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def family(self) -> list[psutil.Process]:
        """The living processes of the system, the supervisor first."""
        assert self.process is not None
        try:
            top = psutil.Process(self.process.pid)
            self._family |= {each.pid: each for each in (top, *top.children(recursive=True))}
        except psutil.NoSuchProcess:
            pass
        return [each for each in self._family.values() if _is_alive(each)]

    def web_processes(self) -> list[psutil.Process]:
        """The processes that answer requests."""
        return [child for child in self._children() if child.name() == "plenary-web"]

    def worker(self) -> psutil.Process:
        """The background worker."""
        return next(child for child in self._children() if child.name() == "plenary-worker")

    def _children(self) -> list[psutil.Process]:
        return [each for each in self.family()[0].children() if _is_alive(each)]

    def stop(self, seconds: float = PATIENCE) -> int:
        """End it as an operator would (SIGTERM) and return the exit code; whatever is left is killed."""
        assert self.process is not None
        self.family()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        finally:
            for each in self.family():
                each.kill()
            self.process.wait()


@contextmanager
def running(var_dir: Path, **options: object) -> Iterator[System]:
    """A system that lives as long as the block; the options are those of `System`."""
    system = System(var_dir, **options)  # type: ignore[arg-type]
    system.start()
    try:
        yield system
    finally:
        system.stop()


def _is_alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PARENT_DIES, signal.SIGTERM)
