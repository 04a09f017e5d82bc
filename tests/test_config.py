"""config.yaml: every problem has its line, every option stands in the example."""

from pathlib import Path

import pytest

from bot.config import Config
from bot.errors import ConfigError
from bot.strict_yaml import Strict, read
from tests.conftest import ROOT


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(text, "utf-8")
    return file


def test_the_example_holds_every_option_with_its_default() -> None:
    example = read(ROOT / "config.example.yaml").value
    assert isinstance(example, dict)

    for name in Config.model_fields:
        section: Strict = getattr(Config(), name)
        options = set(type(section).model_fields)
        assert set(example[name] or {}) == options, name
    assert Config.read(ROOT / "config.example.yaml") == Config()


def test_a_typo_in_a_key_is_named_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, "discord:\n  prefix: '?'\n  prefx: '!'\n")

    with pytest.raises(ConfigError, match=r"config\.yaml:3: `discord\.prefx`: There is no such key here"):
        Config.read(file)


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    file = written(tmp_path, "sandbox:\n  boxes: 0\n  namespaces: maybe\nlog:\n  level: loud\n")

    with pytest.raises(ConfigError) as caught:
        Config.read(file)

    assert [problem.line for problem in caught.value.problems] == [2, 3, 5]


def test_relative_paths_are_meant_from_the_files_folder(tmp_path: Path) -> None:
    pythons = "sandbox:\n  pythons: [bin/python3.13, /opt/python3, '3.12', auto]\n"
    file = written(tmp_path, f"content:\n  folder: answers\ndiscord:\n  token_file: token\n{pythons}")

    config = Config.read(file)

    assert config.content.folder == tmp_path / "answers"
    assert config.discord.token_file == tmp_path / "token"
    assert config.sandbox.pythons == (f"{tmp_path}/bin/python3.13", "/opt/python3", "3.12", "auto")


def test_an_empty_file_means_every_default(tmp_path: Path) -> None:
    assert Config.read(written(tmp_path, "")) == Config()


def test_a_token_cannot_be_written_into_the_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such key"):
        Config.read(written(tmp_path, "discord:\n  token: secret\n"))


def test_a_journal_in_a_file_is_meant_from_the_folder_of_the_config(tmp_path: Path) -> None:
    relative = Config.read(written(tmp_path, "journal: {url: sqlite:///data/modulo.db}"))
    absolute = Config.read(written(tmp_path, "journal: {url: sqlite:////srv/modulo.db}"))
    server = Config.read(written(tmp_path, "journal: {url: postgresql://modulo@here/modulo}"))

    assert relative.journal.where == f"sqlite:///{tmp_path}/data/modulo.db"
    assert absolute.journal.where == "sqlite:////srv/modulo.db"
    assert server.journal.where == "postgresql://modulo@here/modulo"


def test_without_a_url_the_journal_is_where_programs_keep_their_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert Config().journal.where == f"sqlite:///{tmp_path}/modulo/modulo.db"

    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Config().journal.where == f"sqlite:///{tmp_path}/.local/state/modulo/modulo.db"
