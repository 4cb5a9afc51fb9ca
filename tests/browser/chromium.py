"""Where the machine's Chromium is, and how to start it without asking the network for anything."""

from __future__ import annotations

import os
import shutil

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]


def executable() -> str | None:
    """The path of a Chromium, or None when the machine has none."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        return wanted
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)
