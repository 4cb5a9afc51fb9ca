"""The web server around the application without locks, as `app.py web` runs it around the real one."""

from __future__ import annotations

from foundation.serving import supervise
from foundation.starting import open_listener
from tests.processes.unlocked import create_app

if __name__ == "__main__":
    app = create_app()
    supervise(app, open_listener(app.config["SETTINGS"]), [])
