"""Whether bytes are a picture and nothing else: a PNG checked to its last byte, since a program made it.

What it is for: whoever opens it gets what the bot has seen, of a bounded size, with no text, colour profile,
animation or other data along. Hostile bytes cost bounded time and memory, and nothing here raises for them.
W3C, Portable Network Graphics Specification (Third Edition), sections 5, 10 and 11.
"""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_SIDE = 4096
MAX_PIXEL_BYTES = 4 << 20
"""Unpacked: 1024 × 1024 pixels of four bytes."""

_LENGTH_AND_TYPE, _CRC, _HEADER = struct.Struct(">I4s"), struct.Struct(">I"), struct.Struct(">IIBBBBB")
_MAX_COLOURS = 256
_GREY, _RGB, _PALETTE, _GREY_ALPHA, _RGB_ALPHA = 0, 2, 3, 4, 6
_SAMPLES = {_GREY: 1, _RGB: 3, _PALETTE: 1, _GREY_ALPHA: 2, _RGB_ALPHA: 4}
_DEPTHS = {_GREY: (1, 2, 4, 8, 16), _PALETTE: (1, 2, 4, 8)}
_OTHER_DEPTHS = (8, 16)
_LAST_FILTER = 4
# What may stand beside the picture itself: its length in bytes, by the type of colour where that matters.
_BESIDE: dict[bytes, int | dict[int, int]] = {
    b"gAMA": 4,
    b"sRGB": 1,
    b"cHRM": 32,
    b"pHYs": 9,
    b"tIME": 7,
    b"bKGD": {_GREY: 2, _RGB: 6, _PALETTE: 1, _GREY_ALPHA: 2, _RGB_ALPHA: 6},
    b"sBIT": {_GREY: 1, _RGB: 3, _PALETTE: 3, _GREY_ALPHA: 2, _RGB_ALPHA: 4},
    b"tRNS": {_GREY: 2, _RGB: 6},
}


class _Wrong(Exception):
    """Not a picture that is handed on."""


def is_plain_picture(png: bytes) -> bool:
    """Whether these bytes are one still picture of a modest size, well-formed, with nothing beside it."""
    try:
        names, chunks = zip(*_chunks(png), strict=True)
        width, height, depth, colour = _header(names[0], chunks[0])
        packed = _between(names[1:], chunks[1:], colour, 1 << depth)
        line = 1 + (width * depth * _SAMPLES[colour] + 7) // 8
        _need(line * height <= MAX_PIXEL_BYTES)
        _unpack(packed, line, height)
    except (_Wrong, zlib.error):
        return False
    return True


def _need(held: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not held:
        raise _Wrong


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(type, data) of all chunks; the last one is where the bytes end."""
    _need(png.startswith(SIGNATURE))
    place = len(SIGNATURE)
    while place < len(png):
        start = place + _LENGTH_AND_TYPE.size
        _need(start <= len(png))
        length, name = _LENGTH_AND_TYPE.unpack_from(png, place)
        _need(start + length + _CRC.size <= len(png))
        data, (checked,) = png[start : start + length], _CRC.unpack_from(png, start + length)
        _need(zlib.crc32(data, zlib.crc32(name)) == checked)
        yield name, data
        place = start + length + _CRC.size
    _need(place > len(SIGNATURE))


def _header(name: bytes, data: bytes) -> tuple[int, int, int, int]:
    """(width, height, bits per sample, type of colour); interlaced pictures are left out."""
    _need(name == b"IHDR" and len(data) == _HEADER.size)
    width, height, depth, colour, *methods = _HEADER.unpack(data)
    _need(0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE)
    _need(colour in _SAMPLES and depth in _DEPTHS.get(colour, _OTHER_DEPTHS) and not any(methods))
    return width, height, depth, colour


def _between(names: tuple[bytes, ...], chunks: tuple[bytes, ...], colour: int, most_colours: int) -> bytes:
    """The packed pixels, when all between the header and the end is known, in order and there once."""
    _need(names.count(b"IDAT") > 0 and names[-1] == b"IEND" and not chunks[-1])
    first = names.index(b"IDAT")
    # Where these would end if nothing stood between them; what did would push one of them behind it.
    after = first + names.count(b"IDAT")
    beside = names[:first] + names[after:-1]
    _need(len(set(beside)) == len(beside) and set(names[after:-1]) <= {b"tIME"})
    found = dict(zip(beside, chunks[:first] + chunks[after:-1], strict=True))
    colours = _colours(found.pop(b"PLTE", b""), colour, most_colours)
    if colour == _PALETTE and b"tRNS" in found:
        _need(names.index(b"PLTE") < names.index(b"tRNS"))
        _need(0 < len(found.pop(b"tRNS")) <= colours)
    for name, data in found.items():
        wanted = _BESIDE.get(name)
        _need(len(data) == (wanted.get(colour) if isinstance(wanted, dict) else wanted))
    return b"".join(chunks[first:after])


def _colours(palette: bytes, colour: int, most: int) -> int:
    """How many colours the palette has: some where pixels are numbers of colours, none for shades of grey."""
    count, rest = divmod(len(palette), 3)
    _need(not rest and count <= (most if colour == _PALETTE else _MAX_COLOURS))
    _need(count > 0 if colour == _PALETTE else colour in (_RGB, _RGB_ALPHA) or not count)
    return count


def _unpack(packed: bytes, line: int, height: int) -> None:
    """Unpack so many bytes and no more: these must be all there is; each line begins with its filter."""
    unpacking = zlib.decompressobj()
    pixels = unpacking.decompress(packed, line * height + 1)
    _need(len(pixels) == line * height and unpacking.eof and not unpacking.unused_data)
    _need(max(pixels[::line]) <= _LAST_FILTER)
