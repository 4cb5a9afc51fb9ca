"""`make release`: keep the demo of this version as a backup, which tests restore with every later one.

It is named by its schema, so that one is kept for each; to be made before a migration follows those of a release.
"""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from app import create_app
from backups.taking import take_backup
from config import ROOT, load_settings
from demo.loading import load_demo
from foundation.database import db
from foundation.migrating import migrate_database

RELEASES = ROOT / "tests" / "backups" / "releases"


def keep_release(folder: Path = RELEASES) -> Path:
    """Write a backup of the demo into `folder`, as the ZIP file that is returned."""
    with tempfile.TemporaryDirectory(prefix="plenary-release-") as place:
        database = f"sqlite:///{place}/demo.sqlite"
        app = create_app(
            load_settings(demo=False, var_dir=Path(place), secret_keys=secrets.token_hex(32), database_url=database)
        )
        migrate_database(app)
        with app.app_context():
            load_demo()
            db.session.remove()
            backup = Path(place) / "backup"
            manifest = take_backup(backup)
            db.engine.dispose()
        app.extensions["jobs"].close()
        file = folder / f"{manifest.revision}.zip"
        with ZipFile(file, "w", ZIP_DEFLATED) as packed:
            for path in sorted(each for each in backup.rglob("*") if each.is_file()):
                packed.write(path, path.relative_to(backup))
    return file


if __name__ == "__main__":
    kept = keep_release()
    print(f"{kept.relative_to(ROOT)}: {kept.stat().st_size // 1000} kB")  # noqa: T201
