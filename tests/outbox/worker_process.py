"""A worker in a process of its own, for tests that kill it: settings from the environment, a short lease."""

from __future__ import annotations

import os
import sys

from app import create_app
from config import load_settings
from foundation.worker import run_worker
from tests.outbox.letters import sample_templates


def main() -> None:
    """Work until the process is told or made to end."""
    app = create_app(load_settings())
    app.config["OUTBOX_LEASE_SECONDS"] = float(os.environ["LEASE_SECONDS"])
    with sample_templates(app):
        run_worker(app, sweep_seconds=0.5)


if __name__ == "__main__":
    sys.exit(main())
