"""Mistakes that are not the samples, each really run: the right explanation or none, never a wrong one."""

from pathlib import Path

import pytest

from bot.strict_yaml import read
from tests.explain.conftest import explained

MISTAKES = read(Path(__file__).with_name("mistakes.yaml")).value

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    "number", range(len(MISTAKES)), ids=lambda number: f"{number}-{MISTAKES[number]['pattern']}"
)
async def test_a_mistake_gets_its_explanation(number, sandbox, content):
    mistake = dict(MISTAKES[number])
    wanted = mistake.pop("pattern")

    run, explanation = await explained(sandbox, content, **mistake)

    assert (explanation.failure.pattern if explanation.failure else "none") == wanted, run.stderr_text[-500:]
