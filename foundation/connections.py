"""What one connection to the web server may do: how long it may take, how much it may send, what it may say.

Requests arrive in the one thread of a process that watches all connections, and take up a thread of the application
only when they are complete. Sending slowly, or not at all, therefore costs a place among the connections for a while
and nothing else.
"""

from __future__ import annotations

import re
import time
from io import BytesIO
from threading import Lock
from typing import Any

from waitress import utilities
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.task import ErrorTask, WSGITask

FIRST_SECONDS = 15
"""Until the first byte of a new connection."""
IDLE_SECONDS = 75
"""Between two requests: longer than nginx keeps a connection to us open, so that it is nginx who closes it."""
HEAD_SECONDS = 15
"""From the first byte of a request to the end of its headers."""
BODY_SECONDS = 30
"""From the first byte of a request to its last, and a second more for each `LEAST_BYTES` that have come."""
LEAST_BYTES = 4096
ANSWER_SECONDS = 60
"""Without the visitor taking any byte of an answer that is ready."""

HEAD_BYTES = 32 * 1024
ANYBODY_BYTES = 1024 * 1024
"""A form of this size is taken however much is being sent at the moment."""

_CODINGS = re.compile(rb"^transfer-encoding[ \t]*:(.*?)\r?$", re.IGNORECASE | re.MULTILINE)


class TooSlow(utilities.Error):
    """A request that did not arrive whole in its time."""

    code = 408
    reason = "Request Timeout"


class TooMuchAtOnce(utilities.Error):
    """A large body, while others fill all the room there is for them."""

    code = 503
    reason = "Service Unavailable"


class Intake:
    """How much may be received, for one request and for all of a process together."""

    def __init__(self, kept: int, read: int, together: int, mark: str = "") -> None:
        self.kept = kept
        """Bytes of a body that anybody may send; of a longer one the application sees the length alone."""
        self.read = read
        """Bytes of a body that are read at all; kept too where the cookies hold `mark`, the name of a session."""
        self.mark = mark
        self._free = together
        self._lock = Lock()

    def take(self, size: int) -> bool:
        """Whether there is room for a body; `give_back` it once the request is done."""
        with self._lock:
            if size > self._free and size > ANYBODY_BYTES:
                return False
            self._free -= size
            return True

    def give_back(self, size: int) -> None:
        """Say that a body is no longer kept."""
        with self._lock:
            self._free += size


class _Dropped:
    """Reads a body to its end and keeps nothing of it."""

    error = None

    def __init__(self, size: int) -> None:
        self.left, self.completed = size, False

    def received(self, data: bytes) -> int:
        taken = min(self.left, len(data))
        self.left -= taken
        self.completed = not self.left
        return taken

    def getfile(self) -> BytesIO:
        return BytesIO()

    getbuf = getfile


class Request(HTTPRequestParser):
    """A request as it arrives; whatever could be read in two ways is refused."""

    adj: Adjustments
    path: str
    error: utilities.Error | None

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.intake: Intake = adj.intake
        self.room = 0

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers.

        Raises:
            ParsingError: they are not what a browser or a proxy sends.
        """
        if b"\r\n " in header_plus or b"\r\n\t" in header_plus:
            raise ParsingError("A header over several lines")
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("The address cannot be read") from error
        self._refuse_doubtful(header_plus)
        self._take_room()

    def received(self, data: bytes) -> int:
        """Take the next bytes; the number of those that belong to this request."""
        taken: int = super().received(data)
        if self.chunked and not self.error and self.body_bytes_received > self.intake.kept:
            self.error = utilities.RequestEntityTooLarge("")
            self.completed = True
        return taken

    def close(self) -> None:
        """Forget the body."""
        self.give_back()
        super().close()

    def give_back(self) -> None:
        """Free the room that the body took, once."""
        self.intake.give_back(self.room)
        self.room = 0

    @property
    def is_overdue(self) -> bool:
        """Whether the sender has had all the time there is."""
        taken = time.monotonic() - self.began
        if not self.headers_finished:
            return taken > HEAD_SECONDS
        return taken > BODY_SECONDS + self.body_bytes_received / LEAST_BYTES

    def _refuse_doubtful(self, header_plus: bytes) -> None:
        headers = self.headers
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("Another version of HTTP")
        codings = _CODINGS.findall(header_plus)
        if codings and ("CONTENT_LENGTH" in headers or self.version == "1.0"):
            raise ParsingError("Two lengths of one body")
        if codings and [coding.strip(b" \t").lower() for coding in codings] != [b"chunked"]:
            raise TransferEncodingNotImplemented("Another coding than chunked")
        if "," in headers.get("HOST", "") or (self.version == "1.1" and "HOST" not in headers):
            raise ParsingError("No host, or several")
        if not self.path and self.proxy_netloc:
            self.path = "/"
        if not self.path.startswith("/") and (self.command, self.path) != ("OPTIONS", "*"):
            raise ParsingError("Not an address of this site")

    def _take_room(self) -> None:
        size = self.intake.kept if self.chunked else self.content_length
        if size > self.intake.read:
            self.error = utilities.RequestEntityTooLarge("")
        elif size > self.intake.kept and not self._has_session:
            self.body_rcv = _Dropped(size)
        elif self.intake.take(size):
            self.room = size
        else:
            self.error = TooMuchAtOnce("")
        self.completed = self.completed or self.error is not None

    @property
    def _has_session(self) -> bool:
        mark = self.intake.mark
        return bool(mark) and f"{mark}=" in self.headers.get("COOKIE", "")


class Answer(WSGITask):
    """The answer of the application; sent in one piece where possible, and the connection kept wherever it can be."""

    wrote_header: bool

    def set_close_on_finish(self) -> None:
        """Close the connection after this answer, except merely because it has no length: its end is known anyway."""
        wishes = self.request.headers.get("CONNECTION", "").lower()
        if self.wrote_header or self.version != "1.1" or wishes == "close" or self.request.command == "HEAD":
            super().set_close_on_finish()

    def write(self, data: bytes) -> None:
        """Send the next bytes."""
        if self.wrote_header or not self.complete or self.content_length is None or not self.has_body:
            super().write(data)
            return
        data = data[: self.content_length]
        head = self.build_response_header()
        self.wrote_header = True
        self.content_bytes_written = len(data)
        self.channel.write_soon(head + data if self.request.command != "HEAD" else head)


class RefusalTask(ErrorTask):
    """The answer to what never reaches the application."""

    def execute(self) -> None:
        """Send the page of the error, without what caused it."""
        error = self.request.error
        page = self.channel.server.refusals.get(error.code, f"{error.code} {error.reason}".encode())
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [
            ("Content-Type", "text/html; charset=utf-8" if page.startswith(b"<") else "text/plain; charset=utf-8"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        if error.code == TooMuchAtOnce.code:
            self.response_headers.append(("Retry-After", "30"))
        self.set_close_on_finish()
        self.content_length = len(page)
        self.write(page if self.request.__dict__.get("command") != "HEAD" else b"")


class Connection(HTTPChannel):
    """One connection, with the moments from which its patience counts."""

    parser_class = Request
    task_class = Answer
    error_task_class = RefusalTask
    request: Request | None

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.waiting_since = time.monotonic()
        self.has_asked = False

    def service(self) -> None:
        """Answer the oldest request."""
        self.has_asked = True
        if self.server.is_stopping:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()
        self.waiting_since = time.monotonic()

    def handle_close(self) -> None:
        """Forget what was being received."""
        super().handle_close()
        for request in (self.request, *self.requests):
            if request is not None:
                request.give_back()

    @property
    def is_idle(self) -> bool:
        """Whether nothing was asked that has not been answered."""
        return not self.requests and self.request is None and not self.total_outbufs_len

    @property
    def is_waited_for(self) -> bool:
        """Whether the visitor, not the application, is the one who has to go on."""
        return not self.requests

    def mind_the_time(self) -> None:
        """Close the connection if its patience is at an end; with a page where a request had begun."""
        if self.total_outbufs_len:
            if time.time() - self.last_activity > ANSWER_SECONDS:
                self.will_close = True
        elif self.requests or self.close_when_flushed:
            self.waiting_since = time.monotonic()
        elif (request := self.request) is not None:
            if request.is_overdue:
                self._refuse_slow(request)
        elif time.monotonic() - self.waiting_since > (IDLE_SECONDS if self.has_asked else FIRST_SECONDS):
            self.will_close = True

    def _refuse_slow(self, request: Request) -> None:
        with self.requests_lock:
            request.error, request.completed = TooSlow(""), True
            self.request = None
            self.requests.append(request)
            self.server.add_task(self)
