"""A film for the fake camera of Chromium: somebody holds a QR code before it."""

from __future__ import annotations

from pathlib import Path

import segno

WIDTH, HEIGHT, FRAMES = 640, 480, 10
WHITE, BLACK, GREY = 235, 16, 128


def write_film(path: Path, text: str) -> None:
    """Write a Y4M film (4:2:0, ten frames in which the code moves a little) that shows `text` as a QR code."""
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    scale = (HEIGHT - 80) // (len(matrix) + 8)
    colours = bytes([GREY]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode())
        for number in range(FRAMES):
            film.write(b"FRAME\n" + _picture(matrix, scale, 120 + number, 40 + number % 3) + colours)


def _picture(matrix: list[list[int]], scale: int, left: int, top: int) -> bytes:
    rows = [bytearray([WHITE]) * WIDTH for _ in range(HEIGHT)]
    for y, cells in enumerate(matrix):
        for x, dark in enumerate(cells):
            if dark:
                start = left + (x + 4) * scale
                for row in rows[top + (y + 4) * scale : top + (y + 5) * scale]:
                    row[start : start + scale] = bytes([BLACK]) * scale
    return b"".join(rows)
