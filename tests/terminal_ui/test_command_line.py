"""The command `modulo` as a script uses it: real processes, real sandbox, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, edit

GREETING = {
    "mymodule.py": 'def greet(name):\n    return f"Hello, {name}!"\n',
    "main.py": 'import mymodule\n\nprint(mymodule.greet("Alice"))\n',
}
RUN_KEYS = {
    "outcome",
    "exit_code",
    "stdout",
    "stderr",
    "truncated",
    "millis",
    "python",
    "imports",
    "files",
    "more_files",
    "explanation",
    "graph",
    "reply",
}


def modulo(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DISCORD_TOKEN": ""}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command,
        check=False,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        env=environment,
    )


@pytest.fixture
def greeting(tmp_path: Path) -> Path:
    for name, source in GREETING.items():
        (tmp_path / name).write_text(source, "utf-8")
    return tmp_path


def test_a_question_is_answered_as_one_json_object() -> None:
    done = modulo("ask", "--json", "what does import math do?")

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["decision"], answer["topic"]) == (0, "answer", "import-statement")
    assert 0 < answer["score"] <= 1
    assert answer["matches"][0]["topic"] == "import-statement"
    assert "import math" in answer["reply"]


def test_the_words_that_counted_are_shown_on_demand() -> None:
    done = modulo("ask", "--why", "what does import math do?")

    (first, *_) = done.stderr.splitlines()
    assert "import-statement" in first
    assert "math" in first
    assert "%" in first


def test_search_is_measured_on_our_own_questions_and_on_a_file(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text("- text: what does import math do\n  topics: [import-statement]\n", "utf-8")

    done = modulo("eval", str(file))

    assert (done.returncode, "1.000" in done.stdout) == (0, True)
    missing = modulo("eval", str(tmp_path / "nothing.yaml"))
    assert (missing.returncode, "Cannot be read: No such file" in missing.stderr) == (1, True)
    file.write_text("just words\n", "utf-8")
    assert "This is no file of questions. It is a list of items" in modulo("eval", str(file)).stderr


def test_a_question_outside_the_subject_is_declined() -> None:
    answer = json.loads(modulo("ask", "--json", "what is the capital of France").stdout)

    assert (answer["decision"], answer["topic"]) == ("abstain", None)


def test_no_question_is_wrong_use() -> None:
    done = modulo("ask")

    assert done.returncode == 2
    assert "Write the question" in done.stderr


def test_a_batch_of_questions_is_answered_in_order() -> None:
    lines = [
        {"id": 1, "text": "what does import math do?", "conversation": "a"},
        {"id": "two", "text": "lovely weather today", "overheard": True},
        {"id": 3, "text": "why?", "conversation": "a"},
    ]

    done = modulo("ask", "--batch", "-", stdin="\n".join(map(json.dumps, lines)))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, "two", 3]
    assert (answers[1]["decision"], answers[1]["reply"]) == ("abstain", "")


def test_a_batch_line_that_is_no_json_is_wrong_use() -> None:
    done = modulo("ask", "--batch", "-", stdin="hello\n")

    assert done.returncode == 2
    assert "This line of the batch cannot be read: hello" in done.stderr


@pytest.mark.parametrize("command", ["ask", "run"])
@pytest.mark.parametrize(
    ("batch", "says"),
    [
        (b'{"id": 3}\n', 'This line of the batch cannot be read: {"id": 3}'),
        (b'{"id": "\xe9"}\n', "This line of the batch is not UTF-8 text"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_batch_that_cannot_be_read_is_wrong_use(
    command: str, batch: bytes | None, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "batch.jsonl"
    if batch is not None:
        file.write_bytes(batch)

    done = modulo(command, "--batch", str(file))

    assert (done.returncode, says in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "what is a module?", "--batch", "-"),
        ("run", "main.py", "--batch", "-"),
        ("explain", "main.py", "--traceback", "-"),
    ],
)
def test_two_things_at_once_are_wrong_use(arguments: tuple[str, ...]) -> None:
    done = modulo(*arguments)

    assert (done.returncode, "not both" in done.stderr) == (2, True)


def test_the_seed_example_greets_alice_and_is_explained(greeting: Path) -> None:
    done = modulo("run", "--json", str(greeting / "mymodule.py"), str(greeting / "main.py"))

    ran = json.loads(done.stdout)
    assert set(ran) == RUN_KEYS
    assert (done.returncode, ran["outcome"], ran["stdout"]) == (0, "finished", "Hello, Alice!\n")
    assert "found your file `mymodule.py`" in ran["reply"]
    assert "bound the name `mymodule`" in ran["reply"]


def test_a_folder_runs_as_a_program_and_words_after_two_dashes_follow_the_entry(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("import sys\nprint(sys.argv[1:], input())\n", "utf-8")

    ran = json.loads(modulo("run", "--json", "--stdin", "typed", str(tmp_path), "--", "a", "b").stdout)

    assert ran["stdout"] == "['a', 'b'] typed\n"


def test_words_that_begin_with_an_option_follow_python(greeting: Path) -> None:
    ran = json.loads(modulo("run", "--json", str(greeting), "--", "-c", "print(__name__)").stdout)

    assert ran["stdout"] == "__main__\n"


def test_files_a_program_writes_are_listed_and_saved(tmp_path: Path) -> None:
    program = tmp_path / "main.py"
    program.write_text("import os\nos.mkdir('out')\nopen('out/a.txt', 'w').write('hi')\n", "utf-8")

    ran = json.loads(modulo("run", "--json", "--save", str(tmp_path / "kept"), str(program)).stdout)
    refused = modulo("run", "--save", str(program), str(program))

    assert ran["files"] == [{"path": "out/a.txt", "size": 2, "kind": "text"}]
    assert "out/a.txt" in ran["reply"]
    assert (tmp_path / "kept/out_a.txt").read_text() == "hi"
    assert refused.returncode == 2


def test_what_a_run_imported_is_data_a_tree_and_a_picture(greeting: Path) -> None:
    file = greeting / "seen.png"

    data = json.loads(modulo("run", "--json", str(greeting)).stdout)
    done = modulo("run", "--picture", str(file), str(greeting))

    assert [edge["label"] for edge in data["graph"]["edges"]] == ["1"]
    assert data["graph"]["alt"].endswith("main.py (starts here) imports mymodule.py.")
    assert "└── 1 mymodule.py" in done.stdout
    assert file.read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_made_takes_nothing_away(greeting: Path, tmp_path: Path) -> None:
    nothing = modulo("run", "--picture", str(tmp_path / "seen.png"), "-", stdin="print('hi')")
    nowhere = modulo("run", "--picture", str(tmp_path / "no" / "seen.png"), str(greeting))

    assert (nothing.returncode, "imported nothing" in nothing.stderr, "hi" in nothing.stdout) == (
        1,
        True,
        True,
    )
    assert (nowhere.returncode, "cannot be written" in nowhere.stderr) == (2, True)
    assert "Hello, Alice!" in nowhere.stdout


def test_code_from_standard_input_runs(tmp_path: Path) -> None:
    done = modulo("run", "-", stdin="print('from a pipe')\n")

    assert done.returncode == 0
    assert "from a pipe" in done.stdout


def test_a_program_that_fails_fails_the_command(tmp_path: Path) -> None:
    done = modulo("run", "--json", "-", stdin="import nowhere_to_be_found\n")

    ran = json.loads(done.stdout)
    assert (done.returncode, ran["outcome"], ran["exit_code"]) == (1, "raised", 1)
    assert "ModuleNotFoundError: No module named 'nowhere_to_be_found'" in ran["stderr"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"../main.py": "1"}, "not a file inside your program's folder"),
        ({f"m{n}.py": "1" for n in range(30)}, "30 files"),
        ({"main.py": "x = 1\n" * 34_000}, "199 kB of code"),
        ({}, "no code to run"),
    ],
)
def test_what_cannot_be_run_is_refused_with_a_sentence(files: dict[str, str], says: str) -> None:
    done = modulo("run", "--batch", "-", stdin=json.dumps({"id": "x", "files": files}) + "\n")

    answer = json.loads(done.stdout)
    assert (answer["id"], answer["outcome"]) == ("x", "refused")
    assert says in answer["reply"]
    assert set(answer) == RUN_KEYS | {"id"}


def test_every_line_of_a_batch_gets_an_answer() -> None:
    lines = [{"id": n, "files": {"main.py": f"print({n})"}} for n in range(6)]
    lines.append(
        {
            "id": "pairs",
            "files": [["pkg/__init__.py", ""], ["pkg/__main__.py", "print(__name__)"]],
            "argv": ["-m", "pkg"],
        }
    )

    done = modulo("run", "--batch", "-", "--jobs", "3", stdin="\n".join(map(json.dumps, lines)))

    answers = {answer["id"]: answer["stdout"] for answer in map(json.loads, done.stdout.splitlines())}
    assert answers == {**{n: f"{n}\n" for n in range(6)}, "pairs": "__main__\n"}


def test_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    done = modulo("run", str(tmp_path / "nothing.py"))

    assert done.returncode == 2
    assert "cannot be read" in done.stderr


def test_imports_are_explained_as_they_are_written(greeting: Path) -> None:
    done = modulo("explain", "--json", str(greeting))

    answer = json.loads(done.stdout)
    (statement,) = answer["explanation"]["statements"]
    assert (done.returncode, statement["binds"]) == (0, [["mymodule", "mymodule"]])
    assert "`mymodule.py`" in answer["reply"]


def test_a_pasted_traceback_is_explained_by_its_pattern() -> None:
    pasted = 'help!\nTraceback (most recent call last):\n  File "a.py", line 1, in <module>\n    import cv2\n'

    done = modulo(
        "explain", "--json", "--traceback", "-", stdin=pasted + "ModuleNotFoundError: No module named 'cv2'\n"
    )

    failure = json.loads(done.stdout)["explanation"]["failure"]
    assert (failure["topic"], failure["line"]) == ("install-vs-import-name", 1)
    assert "opencv-python" in failure["why"]


def test_a_traceback_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    assert modulo("explain", "--traceback", str(tmp_path / "nothing.txt")).returncode == 2


def test_the_check_names_file_line_and_rule_and_fails(folder: Path, tmp_path: Path) -> None:
    topic = folder / "topics/boats.yaml"
    topic.write_text(topic.read_text("utf-8").replace("      boat\n", "      ship\n"), "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("content:\n  folder: content\n", "utf-8")

    done = modulo("check", "--config", str(config))

    line = topic.read_text("utf-8").split("    output: |")[0].count("\n") + 1
    assert done.returncode == 1
    assert f"content/topics/boats.yaml:{line}: T10 `boats` on Python" in done.stderr


def test_the_check_of_one_file_runs_that_file(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("content:\n  folder: content\nsandbox:\n  pythons: []\n", "utf-8")

    done = modulo("check", "--json", "--config", str(config), str(folder / "topics/boats.yaml"))

    assert (done.returncode, json.loads(done.stdout)) == (0, {"problems": [], "proved": 2, "not_proved": []})


def test_the_check_of_what_was_changed_runs_those_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(f"content:\n  folder: {folder}\n")
    check = ("check", "--changed", "--json", "--config", str(tmp_path / "config.yaml"))
    assert modulo(*check).returncode == 1  # no git
    for command in ("init", "add .", "-c user.name=A -c user.email=a@example.invalid commit -m Begin"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True, capture_output=True)
    assert "differs from the last commit" in modulo(*check).stderr

    edit(folder / "topics/boats.yaml", "      boat\n", "      ship\n")
    problems = json.loads(modulo(*check).stdout)["problems"]

    assert {problem["file"] for problem in problems} == {"content/topics/boats.yaml"}
    assert modulo("check", "--changed", str(folder)).returncode == 2


def test_another_content_folder_is_checked_whole(folder: Path) -> None:
    done = modulo("check", "--json", str(folder))

    answer = json.loads(done.stdout)
    assert (done.returncode, answer["problems"]) == (0, [])
    assert answer["proved"] >= 4


def test_a_config_with_problems_is_wrong_configuration(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("discord:\n  prefx: '!'\n", "utf-8")

    done = modulo("config", "check", str(file))

    assert done.returncode == 2
    assert "config.yaml:2: `discord.prefx`: There is no such key here" in done.stderr


def test_the_example_config_is_fine() -> None:
    assert modulo("config", "check", "config.example.yaml").returncode == 0


def test_bad_content_stops_the_start_with_every_problem(folder: Path, tmp_path: Path) -> None:
    (folder / "texts.yaml").write_text("ask: ]", "utf-8")
    (folder / "topics/boats.yaml").write_text("slug: boats\n", "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("content:\n  folder: content\n", "utf-8")

    done = modulo("ask", "--config", str(config), "hello?")

    assert done.returncode == 1
    assert "content/texts.yaml:1: This is not valid YAML" in done.stderr
    assert "content/topics/boats.yaml:1: `title`: This key is missing." in done.stderr


def test_without_a_token_discord_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    done = modulo("discord")

    assert done.returncode == 2
    assert "DISCORD_TOKEN" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_shows_every_layer() -> None:
    done = modulo("doctor")

    assert done.returncode == 0
    for layer in ("Landlock", "seccomp", "resource limits", "no_new_privs", "namespaces"):
        assert layer in done.stdout


def test_a_question_on_the_command_line_loads_neither_discord_nor_a_database() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "bot", "ask", "what does import math do?"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}

    assert "bot" in loaded
    assert loaded & {"discord", "simcord", "sqlalchemy", "ruamel"} == set()


def test_a_module_is_shown_with_what_python_says_of_it() -> None:
    done = modulo("module", "--json", "json")
    answer = json.loads(done.stdout)

    assert (done.returncode, answer["found"], answer["card"]) == (0, True, "mod-json")
    assert answer["live"]["functions"] == ["dump", "dumps", "load", "loads"]
    assert modulo("module", "zzzzzzzz").returncode == 1
    assert modulo("module", "os; import x").returncode == 2


def test_an_export_says_when_it_has_no_pictures(folder: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"content:\n  folder: {folder}\nsandbox:\n  pythons: [/nowhere/python3]\n", "utf-8")

    for name, options in (("unable", ()), ("unwanted", ("--no-pictures",))):
        done = modulo("export", str(tmp_path / name), *options, "--config", str(config))

        assert done.returncode == 0, done.stderr
        assert "The pages have no pictures" in done.stdout
        assert "3 pages" in done.stdout
        assert not list((tmp_path / name).rglob("*.png"))


def test_an_export_counts_its_pictures_and_runs_nothing_for_a_foreign_folder(
    folder: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"content:\n  folder: {folder}\n", "utf-8")

    done = modulo("export", str(tmp_path / "site"), "--config", str(config))
    refused = modulo("export", str(folder), "--config", str(config))

    assert "0 examples have a picture" in done.stdout
    assert (refused.returncode, "holds something else" in refused.stderr) == (2, True)
