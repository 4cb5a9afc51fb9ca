"""Structured log lines: one line an event, with the incident number of the request."""

from __future__ import annotations

import json
import logging
import secrets
import sys
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request

from foundation.addresses import loggable

_security = logging.getLogger("plenary.security")


def incident() -> str:
    """The number of this request, as printed on error pages and in the log."""
    if not has_request_context():
        return "-"
    if "incident" not in g:
        g.incident = secrets.token_hex(4)
    return str(g.incident)


def security_event(event: str, **fields: object) -> None:
    """Log something that whoever guards the installation wants to find, as `event name=value …`.

    Fields hold keys, hashes and networks, never an e-mail address or what anybody typed.
    """
    _security.warning("%s", event, extra={"fields": {"event": event, **fields}})


def on_one_line(text: str) -> str:
    """A text that cannot begin another line of the log, whoever wrote it."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


class _Formatter(logging.Formatter):
    def __init__(self, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        fields = {"incident": incident()} if has_request_context() else {}
        fields |= getattr(record, "fields", {})
        if not self.as_json:
            said = "".join(f" {name}={on_one_line(str(value))}" for name, value in fields.items())
            first, newline, trace = super().format(record).partition("\n")
            return f"{first}{said}{newline}{trace}"
        line = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name}
        line |= {"message": record.getMessage(), **fields}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return on_one_line(json.dumps(line, ensure_ascii=False, default=str))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (the name of the base class)
        record.message = on_one_line(record.message)
        return super().formatMessage(record)


def init_logs(app: Flask) -> None:
    """Send log lines to standard error in the chosen shape; personal links are never logged whole."""
    settings = app.config["SETTINGS"]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(settings.log_format == "json"))
    root = logging.getLogger()
    if not app.testing:
        root.handlers[:] = [handler]
        root.setLevel(settings.log_level)
        logging.getLogger("alembic").setLevel(logging.WARNING)
    log = logging.getLogger("plenary.requests")
    if not log.isEnabledFor(logging.INFO) or app.testing:
        return

    @app.before_request
    def start() -> None:
        g.started = perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = perf_counter() - g.get("started", perf_counter())
        fields = {
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "rule": str(request.url_rule),
        }
        log.info("%s %s", request.method, loggable(request.path), extra={"fields": fields})
        return response
