"""What documents for registered people install in the application."""

from __future__ import annotations

from flask import Flask

from registration.documents import views  # noqa: F401  (adds their files to the personal page)
from registration.documents.section import SECTION
from registration.personal.sections import sections


def init_documents(app: Flask) -> None:
    """Show them on the personal page."""
    sections.offer("documents", SECTION)
