"""Ways out: a real SMTP server, or the built-in mailbox of demo mode."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from enum import Enum
from typing import Any, Protocol

import flask_mail
from flask import Flask, current_app
from sqlalchemy import select

from foundation.clock import now
from foundation.database import db, writing
from outbox.headers import BrokenMessage, address
from outbox.models import MailboxMessage

REFUSES_THIS_SITE = (530, 534, 535, 538)  # RFC 4954: authentication wanted or failed
TOO_BIG = 552


class Fate(Enum):
    """What became of an attempt."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True)
class DeliveryResult:
    """The result of one attempt, with the other side's words; `is_down`: the next message would fare the same."""

    fate: Fate
    words: str = ""
    is_down: bool = False


@dataclass(frozen=True)
class Parcel:
    """A finished message on its way."""

    message_id: str
    recipient: str
    subject: str
    language: str
    content: bytes


class Transport(Protocol):
    """Takes finished messages, one after another."""

    def __enter__(self) -> Transport: ...

    def __exit__(self, *error: object) -> None: ...

    def open(self) -> DeliveryResult | None:
        """Make sure that the next message can be handed over; the reason if it cannot."""

    def send(self, parcel: Parcel) -> DeliveryResult:
        """Hand one message over."""


def lease() -> timedelta:
    """How long a claimed message is left alone; longer than the slowest attempt."""
    return timedelta(seconds=current_app.config.get("OUTBOX_LEASE_SECONDS", 300))


def transport() -> Transport:
    """The way out that the settings name."""
    return MailboxTransport() if current_app.config["SETTINGS"].mail_to_mailbox else SmtpTransport()


def init_mail(app: Flask) -> None:
    """Give Flask-Mail its settings."""
    settings = app.config["SETTINGS"]
    app.config.update(
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_TLS=settings.mail_use_tls,
        MAIL_USE_SSL=settings.mail_use_ssl,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
        MAIL_SUPPRESS_SEND=False,
        MAIL_DEBUG=False,
    )
    flask_mail.Mail(app)


class FinishedMessage(flask_mail.Message):
    """A message whose bytes exist already and stay as they are."""

    def __init__(self, sender: str, parcel: Parcel) -> None:
        super().__init__(subject=parcel.subject, recipients=[parcel.recipient], sender=sender)
        self.content = parcel.content

    def as_bytes(self) -> bytes:
        """The stored bytes."""
        return self.content

    def send(self, connection: flask_mail.Connection) -> None:
        """Send through an open connection; an address beyond ASCII needs SMTPUTF8 (RFC 6531)."""
        assert connection.host is not None
        recipient = address(str(self.recipients[0]))
        beyond_ascii = ("SMTPUTF8", "BODY=8BITMIME") if not recipient.isascii() else ()
        if beyond_ascii:
            connection.host.ehlo_or_helo_if_needed()
        sender = parseaddr(str(self.sender))[1]
        connection.host.sendmail(address(sender), [recipient], self.content, mail_options=beyond_ascii)


class _PatientData(smtplib.SMTP):
    """A client that waits longer where the server has the message: giving up then would send it twice.

    RFC 5321 4.5.3.2.6: a server takes its time before it answers the end of DATA.
    """

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand over the message; both answers to it may take a third of the lease."""
        if self.sock is not None:
            self.sock.settimeout(lease().total_seconds() / 3)
        try:
            return super().data(msg)
        finally:
            if self.sock is not None:
                self.sock.settimeout(self.timeout)


class _PatientDataTls(_PatientData, smtplib.SMTP_SSL):
    """The same where TLS comes first."""


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a time limit per answer and the server's certificate checked."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        # Before the message NOOP, MAIL and RCPT; then its own two answers, of which the first is quick.
        timeout = lease().total_seconds() / 12
        context = ssl.create_default_context() if self.mail.use_ssl or self.mail.use_tls else None
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = _PatientDataTls(self.mail.server, self.mail.port or 0, timeout=timeout, context=context)
        else:
            host = _PatientData(self.mail.server, self.mail.port or 0, timeout=timeout)
        try:
            if self.mail.use_tls:
                host.starttls(context=context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host


class SmtpTransport:
    """One SMTP connection for a batch, opened for the first message and again when the server closed it."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> SmtpTransport:
        return self

    def __exit__(self, *error: object) -> None:
        if self._connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._connection.host.quit()
            self._connection = None

    def open(self) -> DeliveryResult | None:
        """Connect, or ask a connection in use whether it still lives."""
        if self._connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._connection.host.noop()[0] == 250:
                    return None
            self._forget()
        try:
            self._connection = _Connection(current_app.extensions["mail"]).__enter__()
        except (smtplib.SMTPException, OSError) as error:
            self._connection = None
            return DeliveryResult(Fate.LATER, _words(error), is_down=True)
        return None

    def send(self, parcel: Parcel) -> DeliveryResult:
        """Hand one message to the server and judge its answer."""
        sender = current_app.config["SETTINGS"].mail_sender
        try:
            FinishedMessage(sender, parcel).send(self._connection)
        except (smtplib.SMTPException, OSError) as error:
            return self._judge(error)
        except (ValueError, BrokenMessage) as error:
            # An address or header that cannot be put on the wire will not get better.
            self._forget()
            return DeliveryResult(Fate.NEVER, _words(error))
        return DeliveryResult(Fate.SENT)

    def _judge(self, error: Exception) -> DeliveryResult:
        code = _code(error)
        if code is None or code == 421:
            self._forget()
            return DeliveryResult(Fate.LATER, _words(error))
        if code in REFUSES_THIS_SITE or (isinstance(error, smtplib.SMTPSenderRefused) and code != TOO_BIG):
            # A setting to be put right, not a fault of the message: nothing may fail for good because of it.
            self._forget()
            return DeliveryResult(Fate.LATER, _words(error), is_down=True)
        return DeliveryResult(Fate.NEVER if 500 <= code <= 599 else Fate.LATER, _words(error))

    def _forget(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self._connection.host.close()
        self._connection = None


class MailboxTransport:
    """Delivers into the table behind the demo mailbox; what is there already is not put there again."""

    def __enter__(self) -> MailboxTransport:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def open(self) -> DeliveryResult | None:
        """Always open."""
        return None

    def send(self, parcel: Parcel) -> DeliveryResult:
        """Store the message."""
        with writing() as session:
            known = select(MailboxMessage.id).where(MailboxMessage.message_id == parcel.message_id)
            if db.session.scalar(known) is None:
                session.add(
                    MailboxMessage(
                        message_id=parcel.message_id,
                        recipient=parcel.recipient.lower(),
                        subject=parcel.subject,
                        language=parcel.language,
                        received_at=now(),
                        content=parcel.content,
                    )
                )
        return DeliveryResult(Fate.SENT)


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((int(code) for code, _ in error.recipients.values()), None)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return 553  # RFC 6531 3.4: an address this server cannot carry
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [f"{code} {_decoded(text)}" for code, text in error.recipients.values()]
        return "; ".join(answers)[:500]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"[:500]
    return (str(error) or type(error).__name__)[:500]


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
