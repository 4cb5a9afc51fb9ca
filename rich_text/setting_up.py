"""What texts with structure install in the application."""

from __future__ import annotations

from flask import Flask

from foundation.pouring import rich_text_readers
from rich_text.field import read_again


def init_rich_text(_app: Flask) -> None:
    """Let a refused form give such a text back."""
    rich_text_readers.offer("rich text", read_again)
