"""The web server: gunicorn with our settings, started by `app.py serve` or as a service of its own.

As a service: `gunicorn --config python:foundation.web_server`, which reads the names below.
"""

from __future__ import annotations

import gc
import logging
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from config import load_settings

_settings = load_settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_processes
threads = _settings.web_threads
worker_class = "gthread"
wsgi_app = "app:create_app()"
preload_app = True
graceful_timeout = 20
timeout = 60
keepalive = 15
max_requests = 0
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
proc_name = "plenary-web"


def when_ready(_server: Any) -> None:
    """Let the collector pass over all that is loaded by now: it stays, and a large page is rendered a third quicker."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, worker: Any) -> None:
    """Give the new process database connections of its own: those of the parent must not be shared."""
    from foundation.database import db

    app = worker.app.wsgi()
    with app.app_context():
        db.engine.dispose(close=False)
    logging.getLogger("plenary").debug("web process %s started", worker.pid)


def run_web_server(app: Flask) -> None:
    """Serve an application that is already built, until a signal ends it."""
    _Server(app).run()


class _Server(BaseApplication):
    def __init__(self, app: Flask) -> None:
        self._built = app
        super().__init__()

    def load_config(self) -> None:
        for name in self.cfg.settings:
            if name in globals() and name != "wsgi_app":
                self.cfg.set(name, globals()[name])

    def load(self) -> Flask:
        return self._built
