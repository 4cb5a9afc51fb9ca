"""Structured log lines: one line an event, with the incident number of the request."""

from __future__ import annotations

import json
import logging
import sys
from time import perf_counter

from flask import Flask, Response, g, has_request_context, request

from foundation.addresses import loggable
from foundation.errors import incident


class _Formatter(logging.Formatter):
    def __init__(self, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self.as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        fields = {"incident": incident()} if has_request_context() else {}
        fields |= getattr(record, "fields", {})
        if not self.as_json:
            text = super().format(record)
            return text + "".join(f" {name}={value}" for name, value in fields.items())
        line = {"at": self.formatTime(record), "level": record.levelname, "logger": record.name}
        line |= {"message": record.getMessage(), **fields}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


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
