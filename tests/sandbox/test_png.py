"""A picture that a program made is handed on when it is one, whole, modest, and nothing else."""

import struct
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.sandbox.png import MAX_PIXEL_BYTES, MAX_SIDE, SIGNATURE, is_plain_picture

END = (b"IEND", b"")
PALETTE = (b"PLTE", bytes(6))
RED = b"\0\xff\0\0\xff\0\0"
"""One line of two red pixels, with its filter."""


def header(width: int = 2, height: int = 2, *, depth: int = 8, colour: int = 2, rest: bytes = bytes(3)):
    return b"IHDR", struct.pack(">IIBB", width, height, depth, colour) + rest


def pixels(raw: bytes = RED * 2) -> tuple[bytes, bytes]:
    return b"IDAT", zlib.compress(raw)


def png(chunks: Iterable[tuple[bytes, bytes]]) -> bytes:
    parts = [SIGNATURE]
    for name, data in chunks:
        parts.append(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    return b"".join(parts)


PLAIN = png([header(), pixels(), END])
HALVES = [(b"IDAT", pixels()[1][:5]), (b"IDAT", pixels()[1][5:])]


@pytest.mark.parametrize(
    "chunks",
    [
        [header(), pixels(), END],
        [header(), *HALVES, END],
        [header(), (b"gAMA", bytes(4)), (b"pHYs", bytes(9)), (b"bKGD", bytes(6)), pixels(), END],
        [header(), PALETTE, (b"tRNS", bytes(6)), pixels(), (b"tIME", bytes(7)), END],
        [header(9, 1, depth=1, colour=0), pixels(bytes(3)), END],
        [header(depth=1, colour=3), PALETTE, (b"tRNS", b"\0"), pixels(bytes(4)), END],
        [header(1, 1, depth=16, colour=6), pixels(bytes(9)), END],
        [header(MAX_SIDE, 1, colour=0), pixels(bytes(MAX_SIDE + 1)), END],
    ],
)
def test_a_plain_picture_is_handed_on(chunks: list[tuple[bytes, bytes]]) -> None:
    assert is_plain_picture(png(chunks))


@pytest.mark.parametrize(
    "chunks",
    [
        [],
        [header()],
        [header(), pixels()],
        [header(), END],
        [pixels(), header(), END],
        [(b"JHDR", header()[1]), pixels(), END],
        [header(), pixels(), (b"JEND", b"")],
        [header(), pixels(), END, END],
        [header(), header(), pixels(), END],
        [header(), pixels(), (b"IEND", b"x")],
        [header(), HALVES[0], (b"tIME", bytes(7)), HALVES[1], END],
        [header(), pixels(), (b"gAMA", bytes(4)), END],
        [header(), (b"gAMA", bytes(4)), (b"gAMA", bytes(4)), pixels(), END],
    ],
)
def test_chunks_that_are_missing_doubled_or_in_disorder_are_not(chunks: list[tuple[bytes, bytes]]) -> None:
    assert not is_plain_picture(png(chunks))


@pytest.mark.parametrize(
    "beside",
    [
        (b"tEXt", b"Comment\0hello"),
        (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000))),
        (b"iTXt", b"Comment\0\0\0\0\0hello"),
        (b"iCCP", b"profile\0\0" + zlib.compress(bytes(1000))),
        (b"eXIf", b"MM\0*"),
        (b"acTL", struct.pack(">II", 1 << 31, 0)),
        (b"fcTL", bytes(26)),
        (b"fdAT", bytes(4) + pixels()[1]),
        (b"sPLT", b"x\0\x08"),
        (b"ruBy", b""),
        (b"gAMA", bytes(5)),
        (b"bKGD", bytes(2)),
        (b"tRNS", bytes(7)),
    ],
)
def test_nothing_comes_along_that_is_not_needed_to_show_it(beside: tuple[bytes, bytes]) -> None:
    assert not is_plain_picture(png([header(), beside, pixels(), END]))


@pytest.mark.parametrize(
    "chunks",
    [
        [header(0), pixels(bytes(2)), END],
        [header(2, 0), pixels(b""), END],
        [header(1, MAX_SIDE + 1, colour=0), pixels(bytes(2 * MAX_SIDE + 2)), END],
        [header(MAX_SIDE + 1, 1, colour=0), pixels(bytes(MAX_SIDE + 2)), END],
        [header(MAX_SIDE, MAX_SIDE), pixels(bytes((MAX_SIDE * 3 + 1) * MAX_SIDE)), END],
        [header(depth=4), pixels(bytes(8)), END],
        [header(colour=1), pixels(), END],
        [header(rest=b"\1\0\0"), pixels(), END],
        [header(rest=b"\0\0\1"), pixels(), END],
        [header(rest=b""), pixels(), END],
        [header(depth=1, colour=3), pixels(bytes(4)), END],
        [header(depth=1, colour=3), (b"PLTE", bytes(9)), pixels(bytes(4)), END],
        [header(depth=1, colour=3), (b"PLTE", bytes(5)), pixels(bytes(4)), END],
        [header(depth=1, colour=3), (b"tRNS", b"\0"), PALETTE, pixels(bytes(4)), END],
        [header(depth=1, colour=3), PALETTE, (b"tRNS", bytes(3)), pixels(bytes(4)), END],
        [header(colour=0), PALETTE, pixels(bytes(6)), END],
    ],
)
def test_a_size_or_colours_that_cannot_be_are_refused(chunks: list[tuple[bytes, bytes]]) -> None:
    assert not is_plain_picture(png(chunks))


@pytest.mark.parametrize(
    "packed",
    [
        zlib.compress(RED),
        zlib.compress(RED * 3),
        zlib.compress(bytes(MAX_PIXEL_BYTES * 20)),
        zlib.compress(b"\5" + RED[1:] + RED),
        pixels()[1][:-1],
        pixels()[1][:-4] + bytes(4),
        pixels()[1] + b"hidden behind it",
        b"not packed at all",
        b"",
    ],
)
def test_the_pixels_are_those_that_the_header_promises_and_no_others(packed: bytes) -> None:
    assert not is_plain_picture(png([header(), (b"IDAT", packed), END]))


@given(st.integers(0, len(PLAIN) - 1), st.integers(1, 255))
def test_one_changed_byte_is_noticed_wherever_it_is(place: int, change: int) -> None:
    changed = bytearray(PLAIN)
    changed[place] ^= change

    assert not is_plain_picture(bytes(changed))


@given(st.integers(0, len(PLAIN) - 1), st.binary(max_size=40))
def test_what_is_cut_or_goes_on_is_refused_without_an_error(end: int, more: bytes) -> None:
    assume(PLAIN[:end] + more != PLAIN)

    assert not is_plain_picture(PLAIN[:end] + more)
    assert not is_plain_picture(PLAIN + b"x" + more)


@given(
    st.lists(
        st.tuples(st.sampled_from([b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"IEND"]), st.binary()), max_size=6
    )
)
def test_any_chunks_at_all_are_judged_without_an_error(chunks: list[tuple[bytes, bytes]]) -> None:
    assert is_plain_picture(png(chunks)) is False
