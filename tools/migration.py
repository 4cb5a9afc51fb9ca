"""`make migration M="what it does"`: a migration from the models, written beside an empty database of its own.

It needs no database and no setting: the schema that the models are compared with is that of the migrations.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from pathlib import Path

from flask_migrate import revision

from app import create_app
from config import load_settings
from foundation.database import db
from foundation.migrating import migrate_database


def write_migration(message: str, folder: Path | None = None) -> None:
    """Write what leads from the newest migration to the models into `folder`; the project's own if None."""
    with tempfile.TemporaryDirectory(prefix="plenary-migration-") as place:
        database = f"sqlite:///{place}/empty.sqlite"
        app = create_app(
            load_settings(demo=False, var_dir=Path(place), secret_keys=secrets.token_hex(32), database_url=database)
        )
        migrate_database(app)
        with app.app_context():
            revision(directory=str(folder or app.config["ROOT"] / "migrations"), message=message, autogenerate=True)
            db.engine.dispose()


if __name__ == "__main__":
    if not " ".join(sys.argv[1:]).strip():
        sys.exit('Say what the migration does: make migration M="what it does"')
    write_migration(" ".join(sys.argv[1:]))
