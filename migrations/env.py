"""Runs migrations on the application's own engine; `python app.py migrate` calls it."""

from __future__ import annotations

from alembic import context
from flask import current_app

from foundation.database import db
from foundation.new_columns import fill_new_columns
from foundation.translated import Translated

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our column types as the plain types they store, so that a migration never imports the application."""
    if kind == "type":
        if isinstance(item, Translated):
            return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
        if type(item).__name__ == "UtcDateTime":
            return "sa.DateTime(timezone=True)"
    return False


with database.engine.connect() as connection:
    on_sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.cursor()
    if on_sqlite:
        # Rebuilding a table drops the old one, and with it, by cascade, the rows that refer to it.
        driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        process_revision_directives=fill_new_columns(db.metadata),
        compare_type=False,
        transactional_ddl=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if on_sqlite:
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()
        driver.execute("PRAGMA foreign_keys=ON")
        if broken:
            raise RuntimeError(f"the migration left rows that refer to nothing: {broken[:5]}")
