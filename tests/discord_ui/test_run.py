"""Running code: typed, by slash command, by the message menu, and how often."""

import zipfile
from io import BytesIO

import pytest

from bot.sandbox.run import Run
from tests.conftest import CannedSandbox, canned_run
from tests.discord_ui.conftest import World

TWO_FILES = """!run
mymodule.py
```py
def greet(name):
    return f"Hello, {name}!"
```
main.py
```py
from mymodule import greet
print(greet("Alice"))
```"""
BLOCK = "```py\nprint(1)\n```"


def names(world: World) -> list[str]:
    (snippet, _python) = world.sandbox.asked[-1]
    return [file.path for file in snippet.files]


async def test_two_named_blocks_run_as_two_files(world: World) -> None:
    await world.ada.send(world.channel, TWO_FILES)

    assert names(world) == ["mymodule.py", "main.py"]
    assert "Hello, Alice!" in world.answer().content
    assert "mymodule.py" in world.answer().content


@pytest.mark.parametrize(
    "command", ["!run 3.11\n{}", "!run --on 3.11 {}", "{me} run 3.11 {}", "!run python 3.11\n{}"]
)
async def test_a_version_can_be_picked(world: World, command: str) -> None:
    await world.ada.send(world.channel, command.format(BLOCK, me=world.me))

    assert [python for _snippet, python in world.sandbox.asked] == ["3.11"]


async def test_a_reply_runs_the_code_of_the_other_message(world: World) -> None:
    puzzled = await world.ben.send(world.channel, f"why does this print 1?\n{BLOCK}")

    await world.ada.send(world.channel, "!run", reply_to=puzzled)

    assert world.sandbox.asked[0][0].files[0].source == "print(1)\n"


async def test_the_message_menu_runs_any_message_for_the_asker_alone(world: World) -> None:
    message = await world.ben.send(world.channel, BLOCK)

    result = await world.ada.context_menu(world.channel, "Run this code", message)

    assert result.ephemeral
    assert "Hello, Alice!" in result.response.content


async def test_the_message_menu_says_when_there_is_no_code(world: World) -> None:
    message = await world.ben.send(world.channel, "good morning")

    result = await world.ada.context_menu(world.channel, "Run this code", message)

    assert result.ephemeral
    assert result.response.content.startswith(world.bot.tutor.texts.run.how_to[:40])


async def fill_in(world: World, code: str = "", stdin: str = "", files: tuple = (), **options: str):
    shown = await world.ada.slash(world.channel, "run", **options)
    fields = [label["component"]["custom_id"] for label in shown.modal["components"]]
    values = dict(zip(fields, (code, stdin, list(files)), strict=True))
    return await world.ada.submit_modal(shown, {field: value for field, value in values.items() if value})


async def test_slash_run_asks_for_the_code_and_runs_it(world: World) -> None:
    result = await fill_in(world, "print(input())", "Alice", python="3.11")

    snippet, python = world.sandbox.asked[0]
    assert (names(world), snippet.stdin, python) == (["main.py"], "Alice", "3.11")
    assert "Hello, Alice!" in result.response.content
    assert not result.ephemeral


async def test_slash_run_takes_blocks_and_files(world: World) -> None:
    await fill_in(world, f"other.py\n{BLOCK}", files=(("main.py", b"import other\n"),))
    assert names(world) == ["main.py", "other.py"]

    await fill_in(world, files=(("main.py", b"print(2)\n"),))
    assert names(world) == ["main.py"]


async def test_slash_run_without_any_code_says_how(world: World) -> None:
    result = await fill_in(world)

    assert result.ephemeral
    assert world.sandbox.asked == []


async def test_attached_files_run_with_the_blocks(world: World) -> None:
    message = f"!run\n{BLOCK}"
    await world.ada.send(
        world.channel, message, attachments=[("shapes.py", b"PI = 3\r\n"), ("cat.png", b"\x89")]
    )

    assert names(world) == ["shapes.py", "main.py"]


async def test_a_text_too_long_for_a_message_is_read_from_its_file(world: World) -> None:
    text = TWO_FILES.removeprefix("!run\n").encode()

    await world.ada.send(world.channel, "!run", attachments=[("message.txt", text)])

    assert names(world) == ["mymodule.py", "main.py"]


def zipped(files: dict[str, bytes], *, by: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", by) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


async def test_a_zip_is_a_program_with_its_folders(world: World) -> None:
    program = {
        "demo/main.py": b"import shapes\n",
        "demo/shapes/__init__.py": b"",
        "__MACOSX/demo/._main.py": b"\x00",
        "demo/__pycache__/main.cpython-313.pyc": b"\x00",
    }
    await world.ada.send(world.channel, "!run", attachments=[("demo.zip", zipped(program))])

    assert names(world) == ["main.py", "shapes/__init__.py"]


@pytest.mark.parametrize(
    ("attached", "says"),
    [
        (("big.py", b"#" * 70_000), "too big"),
        (("bomb.zip", zipped({"main.py": b"#" * 10_000_000})), "too big"),
        (("latin.py", b"print('\xe9')"), "UTF-8"),
        # Unpacked in one go, whatever they come to: not even begun.
        (("bzip2.zip", zipped({"main.py": b"#" * 10_000_000}, by=zipfile.ZIP_BZIP2)), "unpack"),
        (("lzma.zip", zipped({"main.py": b"print(1)"}, by=zipfile.ZIP_LZMA)), "unpack"),
        (("broken.zip", b"PK not a zip"), "unpack"),
        (("up.zip", zipped({"../main.py": b""})), "inside your program"),
    ],
)
async def test_files_that_cannot_be_run_are_refused_with_a_sentence(
    world: World, attached: tuple[str, bytes], says: str
) -> None:
    await world.ada.send(world.channel, "!run", attachments=[attached])

    assert says in world.answer().content
    assert world.sandbox.asked == []


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("!run", "three backticks"),
        ("!run please", "three backticks"),
        (f"!run\n../evil.py\n{BLOCK}", "inside your program"),
        ("!run\n" + "".join(f"f{n}.py\n```py\n1\n```\n" for n in range(30)), "at most 20"),
    ],
)
async def test_what_cannot_be_run_is_refused_with_a_sentence(world: World, message: str, says: str) -> None:
    await world.ada.send(world.channel, message)

    assert says in world.answer().content
    assert world.sandbox.asked == []


async def test_joined_blocks_are_told(world: World) -> None:
    await world.ada.send(world.channel, f"!run\n{BLOCK}\nand\n{BLOCK}")

    assert world.bot.tutor.texts.run.joined in world.answer().content


@pytest.mark.parametrize("finished", [canned_run(stdout=b"line\n" * 240)])
async def test_long_output_is_shown_in_part_and_attached_whole(world: World) -> None:
    await world.ada.send(world.channel, f"!run\n{BLOCK}")

    (attached,) = world.answer().attachments
    assert "15 of 240" in world.answer().content
    assert world.answer().content.count("line\n") == 15
    assert await attached.read() == b"line\n" * 240


HOSTILE = b"```\n@everyone <@123456789012345678> \x1b[31mred\x1b[0m discord.gg/python __main__ \xff\n```"


@pytest.mark.parametrize("finished", [canned_run(stdout=HOSTILE)])
async def test_hostile_output_stays_in_its_block_and_is_attached_as_it_was(world: World) -> None:
    await world.ada.send(world.channel, f"!run\n{BLOCK}")

    (attached,) = world.answer().attachments
    assert "\\x1b[31mred" in world.answer().content
    assert await attached.read() == HOSTILE


@pytest.mark.parametrize("finished", [canned_run(stdout=b"")])
async def test_no_output_is_said_in_words(world: World) -> None:
    await world.ada.send(world.channel, f"!run\n{BLOCK}")

    assert world.bot.tutor.texts.run.no_output in world.answer().content


async def test_an_example_is_run_and_shown(world: World) -> None:
    await world.ada.send(world.channel, "!example import")
    result = await world.ada.slash(world.channel, "example", name="import", python="3.11")

    assert "Hello, Alice!" in world.answers()[0].content
    assert "Hello, Alice!" in result.response.content
    assert [python for _snippet, python in world.sandbox.asked] == [None, "3.11"]


async def test_an_example_takes_its_version_behind_its_name(world: World) -> None:
    await world.ada.send(world.channel, "!example import --on 3.11")

    assert [python for _snippet, python in world.sandbox.asked] == ["3.11"]


async def test_examples_and_versions_are_completed(world: World) -> None:
    examples = await world.ada.autocomplete(world.channel, "example", "name", "imp")
    versions = await world.ada.autocomplete(world.channel, "run", "python", "3.1")

    assert "import" in [choice["value"] for choice in examples]
    assert [choice["value"] for choice in versions] == ["3.13", "3.11"]
    assert len(examples) <= 25


async def test_an_unknown_example_is_answered_with_near_ones(world: World) -> None:
    await world.ada.send(world.channel, "!example imprt")

    assert "Did you mean" in world.answer().content


async def test_after_a_burst_a_member_waits_and_others_do_not(world: World) -> None:
    for _ in range(3):
        await world.ada.send(world.channel, f"!run\n{BLOCK}")
    await world.ada.send(world.channel, f"!run\n{BLOCK}")
    await world.ben.send(world.channel, f"!run\n{BLOCK}")

    assert len(world.sandbox.asked) == 4
    assert "<t:" in world.answers()[3].content
    await world.env.advance_time(11)
    await world.ada.send(world.channel, f"!run\n{BLOCK}")
    assert len(world.sandbox.asked) == 5


async def test_wrong_use_never_starts_the_cooldown(world: World) -> None:
    for _ in range(5):
        await world.ada.send(world.channel, "!run nothing here")
        await world.ada.send(world.channel, "!example nonsense-name")
    await world.ada.send(world.channel, f"!run\n{BLOCK}")

    assert len(world.sandbox.asked) == 1


async def test_a_cooldown_is_told_to_the_member_alone_by_slash(world: World) -> None:
    for _ in range(3):
        await world.ada.send(world.channel, f"!run\n{BLOCK}")

    result = await fill_in(world, "print(1)")

    assert result.ephemeral
    assert "<t:" in result.response.content


class BrokenSandbox(CannedSandbox):
    """Has a bug."""

    async def run(self, snippet, *, python=None, asker=None) -> Run:
        raise RuntimeError("secret detail")


@pytest.fixture
def broken(world: World, caplog: pytest.LogCaptureFixture):
    world.bot.tutor.sandbox = BrokenSandbox(world.sandbox.answer)
    yield caplog
    caplog.clear()  # the world looks for errors nobody expected


async def test_a_bug_is_logged_with_an_id_and_apologised_for(world: World, broken) -> None:
    await world.ada.send(world.channel, f"!run\n{BLOCK}")

    assert "secret detail" not in world.answer().content
    (record,) = [record for record in broken.records if record.levelname == "ERROR"]
    assert record.args[0] in world.answer().content
    assert "secret detail" in record.exc_text
