"""The limits we measure against: Flask views without hooks that return the same bytes."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

BODY = Path(os.environ.get("BENCH_BODY", "/dev/null"))


def bare() -> Flask:
    """A view that returns bytes, and one that answers 304."""
    app = Flask("bare")
    body = BODY.read_bytes()

    @app.get("/page")
    def page() -> Response:
        return Response(body, content_type="text/html; charset=utf-8")

    @app.get("/same")
    def same() -> Response:
        return Response(status=304)

    return app


def bare_with_query() -> Flask:
    """The same after one query through the ORM for the version of a meeting."""
    from app import create_app
    from foundation.database import db
    from meetings.models.meeting import Meeting

    base = create_app()
    app = Flask("bare-with-query")
    app.config.update(SQLALCHEMY_DATABASE_URI=base.config["SQLALCHEMY_DATABASE_URI"], VAR_DIR=base.config["VAR_DIR"])
    from foundation.database import init_database

    init_database(app)
    body = BODY.read_bytes()

    @app.get("/page/<code>")
    def page(code: str) -> Response:
        version = db.session.execute(db.select(Meeting.version).where(Meeting.code_key == code.casefold())).scalar_one()
        assert version
        return Response(body, content_type="text/html; charset=utf-8")

    @app.get("/same/<code>")
    def same(code: str) -> Response:
        version = db.session.execute(db.select(Meeting.version).where(Meeting.code_key == code.casefold())).scalar_one()
        assert version
        return Response(status=304, headers={"ETag": request.headers.get("If-None-Match", "")})

    return app


def bare_insert() -> Flask:
    """The application with one more view: a bare post that inserts one registration through the ORM."""
    from app import create_app
    from foundation.access import public
    from foundation.clock import now
    from foundation.database import writing
    from foundation.link_tokens import new_reference
    from meetings.enums import Mode
    from registration.enums import RegistrationState
    from registration.models.registrations import Registration

    app = create_app()

    @app.get("/insert")
    @public
    def form() -> str:
        return f'<input name="csrf_token" value="{generate_csrf()}">'

    @app.post("/insert")
    @public
    def insert() -> Response:
        form = request.form
        with writing() as session:
            session.add(
                Registration(
                    meeting_id=1,
                    reference=new_reference(),
                    state=RegistrationState.PENDING,
                    mode=Mode(form["mode"]),
                    given_name=form["given_name"],
                    family_name=form["family_name"],
                    email=form["email"],
                    email_key=form["email"],
                    organisation=form["organisation"],
                    position=form["position"],
                    country_code=form["country_code"],
                    language=form["language"],
                    registered_at=now(),
                )
            )
        return Response(status=303, headers={"Location": "/"})

    return app


def bare_update() -> Flask:
    """The application with one more view: a bare post that updates one agenda item."""
    from sqlalchemy import update

    from app import create_app
    from foundation.access import public
    from foundation.database import writing
    from meetings.models.agenda import AgendaItem

    app = create_app()

    @app.get("/update/<int:item_id>")
    @public
    def item_form(item_id: int) -> str:
        return f'<input name="csrf_token" value="{generate_csrf()}">'

    @app.post("/update/<int:item_id>")
    @public
    def update_item(item_id: int) -> Response:
        title = {"en": request.form["title_en"], "ar": request.form["title_ar"]}
        with writing() as session:
            session.execute(update(AgendaItem).where(AgendaItem.id == item_id).values(title=title))
        return Response(status=303, headers={"Location": "/"})

    return app
