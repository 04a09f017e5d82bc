"""Modules asked for by name: what their cards and a real Python say, and what to do about other names."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.content.schema import Content
from bot.errors import SandboxUnavailable, UsageError
from bot.live_module import Kind, LiveModule, live_module
from bot.lookup import Looked, look_up
from bot.reply import Text
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.run import Outcome, Sandbox
from tests.conftest import CannedSandbox, canned_run

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(SandboxSettings(warm=0)) as opened:
        yield opened


def said(looked: Looked) -> str:
    return "\n\n".join(part.markdown for part in looked.reply.parts if isinstance(part, Text))


def live(looked: Looked) -> LiveModule:
    assert looked.live is not None
    return looked.live


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sys", Kind.BUILTIN),
        ("os", Kind.FROZEN),
        ("colorsys", Kind.SOURCE),
        ("json", Kind.PACKAGE),
        ("_thread", Kind.BUILTIN),
    ],
)
async def test_python_says_what_a_module_is_made_of(
    sandbox: Sandbox, content: Content, name: str, kind: Kind
) -> None:
    looked = await look_up(name, content, sandbox)

    assert looked.found
    assert live(looked).kind is kind
    assert "asked just now" in said(looked)


async def test_public_names_are_sorted_counted_and_cut(sandbox: Sandbox, content: Content) -> None:
    looked = await look_up("JSON", content, sandbox)
    found = live(looked)

    assert found.functions == ("dump", "dumps", "load", "loads")
    assert found.errors == ("JSONDecodeError",)
    assert {"decoder", "encoder"} <= set(found.submodules)
    assert "Functions (4): `dump`, `dumps`, `load`, `loads`" in said(looked)
    many = await look_up("os", content, sandbox)
    assert len(live(many).functions) > 100
    assert said(many).count("`, `") < 60


async def test_a_dotted_name_is_looked_up_under_its_own(sandbox: Sandbox, content: Content) -> None:
    looked = await look_up("os.path", content, sandbox)

    assert looked.card is not None
    assert looked.card.slug == "mod-os-path"
    assert live(looked).name in ("posixpath", "ntpath")
    assert live(await look_up("json.decoder", content, sandbox)).classes == ("JSONDecoder",)


async def test_a_module_that_prints_does_not_disturb(sandbox: Sandbox, content: Content) -> None:
    assert live(await look_up("this", content, sandbox)).kind is Kind.SOURCE


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("imp", "removed in Python 3.12: use `importlib`"),
        ("distutils", "removed in Python 3.12"),
        ("winreg", "Windows only"),
        ("profiling", "new in Python 3.15"),
    ],
)
async def test_a_card_says_which_pythons_have_it(
    sandbox: Sandbox, content: Content, name: str, words: str
) -> None:
    newest = max(sandbox.pythons, key=lambda version: int(version.partition(".")[2]))
    looked = await look_up(name, content, sandbox, python=newest)

    assert words in said(looked)
    assert live(looked).missing or newest == "3.11"


async def test_the_program_itself_has_a_topic_and_is_not_imported(content: Content) -> None:
    sandbox = CannedSandbox(canned_run())
    looked = await look_up("__main__", content, sandbox)

    assert looked.card is not None
    assert looked.card.slug == "if-name-main"
    assert sandbox.asked == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("jsn", "Did you mean this one?"),
        ("numpyy", "Did you mean `numpy`?"),
        ("cv2", "pip install opencv-python"),
        ("google.protobuf.message_of_mine", "not part of Python"),
        ("python-dateutil", "write `import dateutil`"),
        ("zzzzzzzz", "There is no module"),
    ],
)
async def test_other_names_are_answered_without_running_anything(
    content: Content, name: str, words: str
) -> None:
    sandbox = CannedSandbox(canned_run())
    looked = await look_up(name, content, sandbox)

    assert words in said(looked)
    assert not looked.found
    assert sandbox.asked == []


@pytest.mark.parametrize(
    "name", ["os; import x", "", "os..path", ".os", "os\nsys", "ös", "`os`", "@everyone", "a" * 200, "1st"]
)
async def test_what_is_no_name_is_refused_before_anything_runs(content: Content, name: str) -> None:
    sandbox = CannedSandbox(canned_run())

    with pytest.raises(UsageError, match="cannot be the name of a module"):
        await look_up(name, content, sandbox)
    assert sandbox.asked == []


async def test_a_part_that_is_not_there_is_not_found(sandbox: Sandbox, content: Content) -> None:
    looked = await look_up("json.nothing", content, sandbox)

    assert not looked.found
    assert live(looked).missing


class NoSandbox(CannedSandbox):
    async def run(self, *_args: object, **_more: object) -> None:
        raise SandboxUnavailable("there is no box")


async def test_without_a_sandbox_the_card_is_shown(content: Content) -> None:
    looked = await look_up("json", content, NoSandbox(canned_run()))

    assert looked.found
    assert "there is no box" in said(looked)


@pytest.mark.parametrize(
    "printed", [b"", b"[]", b"{}", b'{"name": 1}', b'{"name": "' + b"x" * 999 + b'"}', b"\xff\xfe"]
)
async def test_what_a_program_makes_up_is_not_believed(content: Content, printed: bytes) -> None:
    run = canned_run(Outcome.FINISHED, stdout=printed)

    assert live_module(run) is None
    assert "I cannot ask Python itself" in said(await look_up("json", content, CannedSandbox(run)))


async def test_a_failed_import_is_told(content: Content) -> None:
    told = LiveModule(name="json", missing=False, error="OSError: no").model_dump_json()
    looked = await look_up("json", content, CannedSandbox(canned_run(stdout=told.encode())))

    assert "could not import `json` here: `OSError: no`" in said(looked)
