"""The machine's Firefox, driven over WebDriver BiDi.

Playwright speaks the newest protocol, of which Debian's Firefox does not know everything yet. So a program of ours
(`python -m tests.browser.firefox`) starts Firefox and stands between them: where Firefox cannot emulate a thing,
Playwright is told that it was done, and the page is shown as it is.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
MAY_BE_MISSING = "emulation."


def executable() -> str | None:
    """The path of a Firefox, or None when the machine has none."""
    return os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


def launcher(folder: Path, firefox: str) -> Path:
    """A program in `folder` that Playwright can start as if it were Firefox."""
    path = folder / "firefox"
    root = Path(__file__).resolve().parents[2]
    path.write_text(
        f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m tests.browser.firefox "{firefox}" "$@"\n'
    )
    path.chmod(0o755)
    return path


async def relay(arguments: list[str]) -> int:
    """Run Firefox, and pass on what it and its driver say to each other; its exit code."""
    firefox = await asyncio.create_subprocess_exec(*arguments, stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        found = LISTENING.search(line)
        if found:
            break
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
    else:
        return await firefox.wait()
    address = found[1].decode()

    async def between(driver: ServerConnection) -> None:
        async with connect(f"{address}{driver.request.path}", max_size=None, proxy=None) as browser:  # type: ignore[union-attr]
            asked: dict[int, str] = {}

            async def asking() -> None:
                async for said in driver:
                    command = json.loads(said)
                    asked[command["id"]] = command["method"]
                    await browser.send(said)
                await browser.close()

            task = asyncio.create_task(asking())
            async for said in browser:
                await driver.send(json.dumps(excused(json.loads(said), asked)))
            task.cancel()

    async with serve(between, "127.0.0.1", 0, max_size=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"WebDriver BiDi listening on ws://127.0.0.1:{port}", file=sys.stderr, flush=True)  # noqa: T201
        async for line in firefox.stderr:
            with suppress(BrokenPipeError):
                sys.stderr.buffer.write(line)
        return await firefox.wait()


def excused(answer: dict[str, Any], asked: dict[int, str]) -> dict[str, Any]:
    """What the driver is told: the answer, unless Firefox does not know a command that may be missing."""
    method = asked.pop(answer.get("id", -1), "")
    if answer.get("error") == "unknown command" and method.startswith(MAY_BE_MISSING):
        return {"type": "success", "id": answer["id"], "result": {}}
    return answer


if __name__ == "__main__":
    sys.exit(asyncio.run(relay(sys.argv[1:])))
