"""Workers for tests that kill them: each line on standard input starts one, and its end is reported.

The application is made once and each worker is a fork of it, so that a new one starts at once. Settings come from
the environment.
"""

from __future__ import annotations

import os
import sys

from app import create_app
from config import load_settings
from foundation.worker import run_worker
from tests.outbox.letters import sample_templates


def main() -> None:
    """Print the number of each worker's process when it starts, and its exit status when it ends."""
    app = create_app(load_settings())
    app.config["OUTBOX_LEASE_SECONDS"] = float(os.environ["LEASE_SECONDS"])
    while sys.stdin.readline():
        process = os.fork()
        if process == 0:
            with sample_templates(app):
                run_worker(app, sweep_seconds=0.5)
            os._exit(0)
        print(process, flush=True)  # noqa: T201
        print(os.waitpid(process, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
