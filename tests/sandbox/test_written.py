"""What a program wrote: listed, the small texts and pictures handed on, nothing of it trusted."""

import asyncio
import struct
import time

import pytest

from bot.compose import MAX_ATTACHED, run_reply
from bot.content.schema import Content
from bot.discord_ui.render import render
from bot.explain.explanation import Explanation
from bot.reply import Attached, Picture
from bot.sandbox.collect import HEAD, MAX_LISTED
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import Limits, Run
from bot.sandbox.snippet import Snippet
from bot.sandbox.written import FileKind, WrittenFile, named_apart
from tests.discord_ui.checks import assert_sendable
from tests.sandbox.conftest import run
from tests.sandbox.test_png import PLAIN

HOSTILE = """\
names = ['@everyone <@1>', '`x`', '```', '**b**', 'a\\nb', '\\x1b[31m', '\\u202etxt.exe', 'a.html']
for name in [*names, 'x' * 250, 'output.txt']:
    open(name, 'w').write('@everyone ``` discord.gg/x')
for number in range(30):
    open(f'more{number}', 'w').write('x')
print('x' * 50_000)
"""
in_module = pytest.mark.asyncio(loop_scope="module")


def reply_to(ended: Run, content: Content) -> tuple[object, ...]:
    snippet = Snippet.of([("main.py", "")])
    return run_reply(snippet, ended, Explanation(), content.texts, limits=Limits(), remarks=()).parts


@in_module
async def test_new_and_changed_files_are_listed_and_small_ones_come_along(sandbox: MachineSandbox) -> None:
    ended = await run(
        sandbox,
        {
            "main.py": "import os, helper\nos.makedirs('out/deep')\nopen('out/deep/a.txt', 'w').write('hi')\n"
            "open('data.txt', 'a').write('!')\nopen('big.bin', 'wb').write(bytes(200_000))",
            "helper.py": "",
            "data.txt": "given",
            "left.txt": "alone",
        },
    )

    assert [(file.path, file.size, file.content) for file in ended.files if file.size < 1000] == [
        ("data.txt", 6, b"given!"),
        ("out/deep/a.txt", 2, b"hi"),
    ]
    assert [(file.path, file.content) for file in ended.files if file.size > 1000] == [("big.bin", None)]


@in_module
async def test_what_it_wrote_before_it_was_stopped_counts_too(sandbox: MachineSandbox) -> None:
    ended = await run(sandbox, "open('a.txt', 'w').write('x')\nwhile True: print('x' * 9999)")

    assert ended.outcome == "output_limit"
    assert [file.path for file in ended.files] == ["a.txt"]


@in_module
async def test_what_it_wrote_arrives_when_it_is_stopped_too_late_and_the_bot_is_busy(
    sandbox: MachineSandbox,
) -> None:
    async def keep_busy() -> None:
        while True:
            time.sleep(0.015)  # noqa: ASYNC251 - a bot that answers others meanwhile
            await asyncio.sleep(0)

    code = (
        "import os\nfor n in range(900): open(f'{n:03}', 'w').write('x')\n"
        "os.write(1, b'x' * 65536)\nos.write(1, b'x')\nos._exit(0)"
    )
    busy = asyncio.create_task(keep_busy())
    ended = await run(sandbox, code)
    busy.cancel()

    assert ended.outcome == "output_limit"
    assert (len(ended.files), ended.more_files) == (MAX_LISTED, 900 - MAX_LISTED)


@in_module
async def test_hostile_names_and_contents_make_a_harmless_reply(
    sandbox: MachineSandbox, content: Content
) -> None:
    ended = await run(sandbox, HOSTILE)

    parts = reply_to(ended, content)
    messages = render(
        run_reply(
            Snippet.of([("main.py", "")]), ended, Explanation(), content.texts, limits=Limits(), remarks=()
        )
    )
    names = [file.name for message in messages for file in message.files]
    for message in messages:
        assert_sendable(message.content)
    assert len(ended.files) == MAX_LISTED
    assert ended.more_files == 20
    assert sum(isinstance(part, Attached) for part in parts) == MAX_ATTACHED
    assert len(set(names)) == len(names)


def test_texts_and_pictures_are_told_by_what_is_in_them(content: Content) -> None:
    files = (
        WrittenFile("a.png", len(PLAIN), PLAIN),
        WrittenFile("b.png", 4, b"text"),
        WrittenFile("c.txt", 2, b"\0\1"),
        WrittenFile("d.txt", 2, b"\xff\xfe"),
        WrittenFile("e", 0, b""),
        WrittenFile("f.png", 99, PLAIN[:16] + struct.pack(">II", 1 << 30, 1) + PLAIN[24:]),
        WrittenFile("g.png", 12, PLAIN[:12]),
        WrittenFile("h.txt", 1 << 20),
    )
    ended = Run("finished", 0, b"", b"", truncated=False, millis=1.0, python="3.13.0", files=files)

    assert [file.kind for file in files] == [FileKind.PNG, FileKind.TEXT, *[FileKind.OTHER] * 6]
    parts = reply_to(ended, content)
    assert [part.file_name for part in parts if isinstance(part, Picture)] == ["a.png"]
    assert [part.file_name for part in parts if isinstance(part, Attached)] == ["b.png.txt"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("out/a.txt", "out_a.txt"),
        ("../../etc/passwd", "etc_passwd.txt"),
        ("-rf", "rf.txt"),
        (".bashrc", "bashrc.txt"),
        ("run.exe", "run.exe.txt"),
        ("@everyone", "everyone.txt"),
        ("ä", "file.txt"),
        ("x" * 250, "x" * 56 + ".txt"),
        ("a\nb.CSV", "a_b.csv"),
    ],
)
def test_names_are_safe_for_every_system(path: str, name: str) -> None:
    assert WrittenFile(path, 1, b"x").safe_name == name


def test_a_name_is_short_however_long_its_ending() -> None:
    assert WrittenFile("a." + "b" * 250, 1, b"\0").safe_name == "a." + "b" * 58


def test_no_two_files_get_the_same_name() -> None:
    files = [WrittenFile(path, 1, b"x") for path in ("output.txt", "a/b.txt", "a_b.txt", "A_B.txt")]

    assert [name for name, _ in named_apart(files, taken=["output.txt"])] == [
        "output-2.txt",
        "a_b.txt",
        "a_b-2.txt",
        "A_B-3.txt",
    ]


@pytest.mark.parametrize(
    "message",
    [b"", b"x", HEAD.pack(-1, 1, False) + b"a", HEAD.pack(5, 1, True) + b"a", HEAD.pack(0, 0, True)],
)
def test_what_is_no_file_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match="no file"):
        WrittenFile.unpack(message)
