"""Makes an application in demo mode a demo: data at its first start, sign-ins shown."""

from __future__ import annotations

from flask import Flask

from config import Settings
from demo.accounts import DEMO_PASSWORD, demo_accounts


def init_demo(app: Flask) -> None:
    """In demo mode: load the data before serving, offer the demo sign-ins and print them. Else nothing."""
    settings: Settings = app.config["SETTINGS"]
    if not settings.demo:
        return
    app.extensions["demo_accounts"] = demo_accounts()
    app.extensions.setdefault("before_serving", []).append(_load)
    app.extensions["welcome_lines"] = lambda: welcome_lines(settings.base_url)


def _load() -> None:
    # The texts of the meetings are read where they are loaded, not at every start of every process.
    from demo.loading import load_demo

    load_demo()


def welcome_lines(base_url: str) -> list[str]:
    """What is printed when the demo is up: addresses and sign-ins."""
    width = max(len(email) for email, _ in demo_accounts())
    return [
        "",
        f"Plenary is running at {base_url}",
        "",
        f"  Sample meetings   {base_url}/e/TIN-API   {base_url}/e/WG2",
        f"  Open to register  {base_url}/e/TIN-API-NEXT   {base_url}/e/WG2-NEXT",
        f"  Running today     {base_url}/e/TIN-API-TODAY",
        f"  Sign in           {base_url}/sign-in",
        f"  Demo mailbox      {base_url}/mailbox",
        "",
        f"  Password of every demo account: {DEMO_PASSWORD}",
        *(f"    {email:<{width}}  {label}" for email, label in demo_accounts()),
        "",
        "Stop with Ctrl-C.",
    ]
