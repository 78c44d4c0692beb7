"""Pictures told apart by their bytes: their size in pixels, without decoding them."""

from __future__ import annotations

import struct

WIDTH, HEIGHT = 240, 120


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF, WebP or BMP picture; None where the bytes are no such picture."""
    try:
        return _size(content)
    except (struct.error, IndexError):
        return None


def _size(content: bytes) -> tuple[int, int] | None:
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return struct.unpack(">II", content[16:24])
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return struct.unpack("<HH", content[6:10])
    if content[:2] == b"BM":
        return struct.unpack("<II", content[18:26])
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return _jpeg(content) if content[:3] == b"\xff\xd8\xff" else None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[12:16] == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if content[12:16] == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(content):
        if content[at] != 0xFF:
            at += 1
            continue
        marker = content[at + 1]
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 if marker in (0xFF, 0x01, *range(0xD0, 0xD9)) else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None


def is_screenshot(size: tuple[int, int]) -> bool:
    """Whether a picture is large enough to show a screen; a logo, a banner or a tracker is not."""
    width, height = size
    return width >= WIDTH and height >= HEIGHT and width <= 6 * height
