"""What a learner sees of a run, and how each run ends, with namespaces and without."""

import asyncio

import pytest

from bot.errors import UsageError
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import FOLDER, Limits, ModuleKind, Outcome
from bot.sandbox.snippet import Snippet
from tests.sandbox.conftest import run

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_two_files_run_together(sandbox: MachineSandbox) -> None:
    files = {
        "mymodule.py": "def greet(name):\n    return f'Hello, {name}!'\n",
        "main.py": "import mymodule\nprint(mymodule.greet('Alice'))\n",
    }

    ended = await run(sandbox, files)

    assert (ended.outcome, ended.exit_code) == (Outcome.FINISHED, 0)
    assert ended.stdout == b"Hello, Alice!\n"
    assert ended.stderr == b""


async def test_the_program_finds_itself_where_a_plain_python_would_put_it(sandbox: MachineSandbox) -> None:
    code = "import os, sys\nprint(__file__, __name__, sys.argv, sys.path[0], os.getcwd(), os.getpid() != 1)\n"

    ended = await run(sandbox, code)

    assert ended.stdout_text == f"{FOLDER}/main.py __main__ ['main.py'] {FOLDER} {FOLDER} True\n"


async def test_tracebacks_name_the_learners_files_and_show_their_lines(sandbox: MachineSandbox) -> None:
    files = {"main.py": "import helper\nhelper.boom()\n", "helper.py": "def boom():\n    1 / 0\n"}

    ended = await run(sandbox, files)

    assert (ended.outcome, ended.exit_code) == (Outcome.RAISED, 1)
    assert f'  File "{FOLDER}/main.py", line 2, in <module>\n    helper.boom()\n' in ended.stderr_text
    assert f'  File "{FOLDER}/helper.py", line 2, in boom\n    1 / 0\n' in ended.stderr_text
    assert ended.stderr_text.endswith("ZeroDivisionError: division by zero\n")


async def test_stdin_is_given_and_then_ends(sandbox: MachineSandbox) -> None:
    code = "print(input())\nprint(input())\ntry:\n    input()\nexcept EOFError:\n    print('end')\n"

    ended = await run(sandbox, code, stdin="one\ntwo\n")

    assert ended.stdout == b"one\ntwo\nend\n"


async def test_a_long_stdin_arrives_whole(sandbox: MachineSandbox) -> None:
    ended = await run(sandbox, "import sys; print(len(sys.stdin.read()))", stdin="x" * 60_000)

    assert ended.stdout == b"60000\n"


async def test_stdout_and_stderr_stay_apart_and_keep_their_bytes(sandbox: MachineSandbox) -> None:
    code = "import os\nos.write(1, b'a\\x00\\xff\\r\\n')\nos.write(2, b'\\x1b[31merr')\n"

    ended = await run(sandbox, code)

    assert (ended.stdout, ended.stderr) == (b"a\x00\xff\r\n", b"\x1b[31merr")
    assert ended.stdout_text == "a\x00\\xff\r\n"


async def test_what_follows_python_can_be_chosen(sandbox: MachineSandbox) -> None:
    files = {"pkg/__init__.py": "", "pkg/__main__.py": "import sys\nprint(__name__, sys.argv[1:])\n"}

    ended = await run(sandbox, files, argv=["-m", "pkg", "one", "two"])

    assert ended.stdout == b"__main__ ['one', 'two']\n"


async def test_a_program_can_be_given_on_the_command_line(sandbox: MachineSandbox) -> None:
    ended = await run(sandbox, {"m.py": "x = 3"}, argv=["-c", "import m; print(m.x, __file__ if 0 else 'c')"])

    assert ended.stdout == b"3 c\n"


@pytest.mark.parametrize(
    ("code", "outcome", "exit_code"),
    [
        ("import sys; sys.exit(3)", Outcome.RAISED, 3),
        ("import sys; sys.exit(300)", Outcome.RAISED, 44),
        ("import sys; sys.exit('no')", Outcome.RAISED, 1),
        ("import os; os._exit(7)", Outcome.RAISED, 7),
        ("def f(:\n    pass", Outcome.RAISED, 1),
        ("raise SystemExit", Outcome.FINISHED, 0),
    ],
)
async def test_exit_codes_are_the_programs_own(
    sandbox: MachineSandbox, code: str, outcome: Outcome, exit_code: int
) -> None:
    ended = await run(sandbox, code)

    assert (ended.outcome, ended.exit_code) == (outcome, exit_code)


async def test_a_signal_is_named(sandbox: MachineSandbox) -> None:
    ended = await run(sandbox, "import ctypes\nprint('before', flush=True)\nctypes.string_at(0)\n")

    assert (ended.outcome, ended.signal, ended.stdout) == (Outcome.KILLED, "SIGSEGV", b"before\n")


async def test_output_before_the_end_is_kept_and_cut_at_the_limit(sandbox: MachineSandbox) -> None:
    ended = await run(sandbox, "while True:\n    print('x' * 1000)\n")

    assert ended.outcome is Outcome.OUTPUT_LIMIT
    assert ended.truncated
    assert len(ended.stdout) == Limits().output_bytes


async def test_memory_that_runs_out_is_said_so(sandbox: MachineSandbox) -> None:
    ended = await run(sandbox, "keep = []\nwhile True:\n    keep.append(bytearray(1 << 20))\n")

    assert ended.outcome is Outcome.OUT_OF_MEMORY
    # Where nothing is left to print the traceback with, Python says it in other words around it.
    assert "MemoryError" in ended.stderr_text


async def test_starting_a_process_is_refused_but_importing_works(sandbox: MachineSandbox) -> None:
    code = "import os, subprocess, multiprocessing\n"
    code += "try:\n    os.fork()\nexcept PermissionError as e:\n    print(e)\n"

    ended = await run(sandbox, code)

    assert ended.stdout == b"[Errno 1] Operation not permitted\n"


async def test_sharing_between_processes_is_refused_in_the_same_words_in_every_mode(
    sandbox: MachineSandbox,
) -> None:
    code = "import multiprocessing\n"
    code += "try:\n    multiprocessing.Pool(2)\nexcept OSError as e:\n    print(repr(e))\n"

    ended = await run(sandbox, code)

    assert ended.stdout == b"PermissionError(13, 'Permission denied')\n"


async def test_threads_and_asyncio_work(sandbox: MachineSandbox) -> None:
    code = (
        "import asyncio, threading\n"
        "done = []\n"
        "thread = threading.Thread(target=done.append, args=(1,))\n"
        "thread.start(); thread.join()\n"
        "async def main():\n    await asyncio.sleep(0.01)\n    return await asyncio.to_thread(lambda: 2)\n"
        "print(done, asyncio.run(main()))\n"
    )

    ended = await run(sandbox, code)

    assert ended.stdout == b"[1] 2\n", ended.stderr_text


async def test_nothing_of_the_recorder_can_be_seen(sandbox: MachineSandbox) -> None:
    code = (
        "import os, sys, site\n"
        "print([fd for fd in range(3, 256) if _open(fd)])\n"
        "print('PYTHONUSERBASE' in os.environ, site.USER_BASE, [p for p in sys.path if 'base' in p])\n"
        "print(sorted(m for m in sys.modules if 'record' in m or m == 'atexit'))\n"
    )
    helper = "def _open(fd):\n    try:\n        return bool(os.fstat(fd))\n"
    helper += "    except OSError:\n        return False\n"

    ended = await run(sandbox, "import os\n" + helper + code)

    assert ended.stdout_text.splitlines() == ["[]", f"False {FOLDER}/.local []", "[]"]


async def test_the_hash_seed_is_new_every_time(sandbox: MachineSandbox) -> None:
    runs = [await run(sandbox, "print(hash('import'))") for _ in range(3)]

    assert len({ended.stdout for ended in runs}) > 1


async def test_installed_packages_are_not_there(sandbox: MachineSandbox) -> None:
    code = "for name in ('discord', 'yaml', 'pytest', 'pip', 'bot'):\n    try:\n        __import__(name)\n"
    code += "    except ModuleNotFoundError as e:\n        print(e)\n"

    ended = await run(sandbox, code)

    assert ended.stdout_text.count("No module named") == 5, ended.stderr_text


async def test_imports_are_told_with_where_they_came_from(sandbox: MachineSandbox) -> None:
    files = {
        "main.py": "import helper\ntry:\n    import nowhere\nexcept ImportError:\n    pass\nimport json\n",
        "helper.py": "import itertools\nimport space.inner\n",
        "space/inner.py": "x = 1\n",
    }

    ended = await run(sandbox, files)
    told = {event.module: event for event in ended.imports}

    assert [event.module for event in ended.imports][:2] == ["helper", "itertools"]
    assert told["helper"].kind is ModuleKind.YOURS
    assert (told["helper"].file, told["helper"].importer, told["helper"].line) == ("helper.py", "main.py", 1)
    assert told["helper"].executed
    assert told["helper"].millis is not None
    assert (told["itertools"].depth, told["itertools"].importer) == (1, "helper.py")
    assert told["space"].kind is ModuleKind.NAMESPACE
    assert (told["space.inner"].file, told["space.inner"].kind) == ("space/inner.py", ModuleKind.YOURS)
    assert told["json"].kind is ModuleKind.STDLIB
    assert told["json.decoder"].importer == "json"
    assert told["nowhere"].error == "ModuleNotFoundError"
    assert not told["nowhere"].executed


async def test_a_module_that_fails_is_told_with_its_error(sandbox: MachineSandbox) -> None:
    files = {"main.py": "import broken\n", "broken.py": "import math\n1 / 0\n"}

    ended = await run(sandbox, files)
    told = {event.module: event for event in ended.imports}

    assert told["broken"].error == "ZeroDivisionError"
    assert told["broken"].executed
    assert told["math"].error is None


async def test_importers_in_a_package_run_with_dash_m_are_told(sandbox: MachineSandbox) -> None:
    files = {"pkg/__init__.py": "", "pkg/__main__.py": "from . import part\n", "pkg/part.py": ""}

    ended = await run(sandbox, files, argv=["-m", "pkg"])

    assert [event.module for event in ended.imports] == ["pkg", "pkg.part"]


async def test_a_python_that_is_not_here_is_a_usage_error(sandbox: MachineSandbox) -> None:
    with pytest.raises(UsageError, match="There is no Python"):
        await sandbox.run(Snippet.of([("main.py", "")]), python="2.7")


async def test_a_program_that_does_not_end_is_stopped_in_time() -> None:
    limits = Limits(wall_seconds=0.5)
    async with open_sandbox(SandboxSettings(limits=limits, warm=0)) as sandbox:
        ended = await sandbox.run(
            Snippet.of([("main.py", "print('on', flush=True)\nimport time\ntime.sleep(9)")])
        )

    assert (ended.outcome, ended.stdout) == (Outcome.TIMED_OUT, b"on\n")
    assert "0.5 s" in ended.reason


async def test_too_many_at_once_are_refused_and_the_others_wait_their_turn() -> None:
    async with open_sandbox(SandboxSettings(boxes=1, waiting=2, warm=0)) as sandbox:
        snippet = Snippet.of([("main.py", "print(1)")])
        runs = await asyncio.gather(*(sandbox.run(snippet) for _ in range(5)))

    outcomes = [ended.outcome for ended in runs]
    assert outcomes.count(Outcome.FINISHED) == 3
    assert outcomes.count(Outcome.REFUSED) == 2
    assert all(ended.reason for ended in runs if ended.outcome is Outcome.REFUSED)
