"""What must be there before anything is served, and why a start failed, in one sentence."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from config import Settings
from foundation.database import db
from foundation.languages import LANGUAGES
from foundation.supervising import listen


class CannotStart(Exception):
    """Something is not there without which nothing can be served; the message says what, and what to do."""


@contextmanager
def saying_why() -> Iterator[None]:
    """End the program with a sentence where something is missing that is known to go missing."""
    try:
        yield
    except CannotStart as error:
        sys.exit(str(error))
    except ArgumentError as error:
        sys.exit(f"DATABASE_URL cannot be used: {_line(error)}")
    except DBAPIError as error:
        sys.exit(f"The database cannot be used: {_line(error.orig or error)}")
    except ModuleNotFoundError as error:
        sys.exit(f"A library is missing ({error.name}): run `make setup`.")


def check_installation(app: Flask) -> None:
    """See that the folder, the style sheets, the catalogues and the database are there.

    Raises:
        CannotStart: one of them is not.
    """
    settings: Settings = app.config["SETTINGS"]
    root = Path(app.config["ROOT"])
    _check_folder(settings.var_dir)
    if not (root / "frontend" / "dist" / "manifest.json").is_file():
        raise CannotStart("Style sheets and scripts are not built: run `make assets`.")
    for language in LANGUAGES:
        catalogue = root / "translations" / language / "LC_MESSAGES" / "messages.mo"
        if language != "en" and not catalogue.is_file():
            raise CannotStart(f"The texts in {LANGUAGES[language]} ({language}) are not compiled: run `make setup`.")
    _schema(app)


def check_schema(app: Flask) -> None:
    """See that the database has just the schema that this build works with.

    Raises:
        CannotStart: it has not, or the database does not answer.
    """
    present = _schema(app)
    head = _scripts(app).get_current_head()
    if present != head:
        state = "no tables yet" if present is None else f"an older schema ({present}) than this build ({head})"
        raise CannotStart(f"The database has {state}: run `python app.py migrate` first.")


def open_listener(settings: Settings) -> socket.socket:
    """The socket on which all web processes accept.

    Raises:
        CannotStart: nobody can listen there.
    """
    host, port = settings.host, settings.port
    try:
        return listen(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            other = port + 1 if 1024 <= port < 65535 else 8000
            advice = f"Choose another: PORT={other} make run"
            raise CannotStart(f"Port {port} cannot be used: {reason}. {advice}") from error
        raise CannotStart(f"HOST={host} cannot be used: {reason}. It must be an address of this machine.") from error


def _check_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        raise CannotStart(f"Nothing can be written to VAR_DIR ({folder}): {error.strerror}.") from error


def _schema(app: Flask) -> str | None:
    """The revision of the database; None if it has none yet."""
    # The one sentence with which a start fails says it all.
    logging.getLogger("foundation.postgresql").setLevel(logging.ERROR)
    try:
        with app.app_context(), db.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
            if db.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA busy_timeout=3000")
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # a file that cannot be written reads well
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("BEGIN")
    except SQLAlchemyError as error:
        where = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).render_as_string(hide_password=True)
        raise CannotStart(f"The database {where} {_trouble(error)}.") from error
    finally:
        logging.getLogger("foundation.postgresql").setLevel(logging.NOTSET)
        with app.app_context():
            db.engine.dispose()
    if present is not None and present not in {script.revision for script in _scripts(app).walk_revisions()}:
        raise CannotStart(
            f"The database has a schema ({present}) that this build does not know: it was used by a newer one. "
            "Install that build, or restore a backup made before."
        )
    return present


def _scripts(app: Flask) -> ScriptDirectory:
    return ScriptDirectory(str(app.config["ROOT"] / "migrations"))


def _trouble(error: SQLAlchemyError) -> str:
    line = _line(getattr(error, "orig", None) or error)
    if "locked" in line:
        return f"is held by another program ({line})"
    if "not a database" in line or "malformed" in line:
        return f"is none, or is damaged ({line})"
    return f"cannot be used ({line})"


def _line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0].rstrip(".") if lines else type(error).__name__
