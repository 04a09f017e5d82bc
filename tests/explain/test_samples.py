"""Every pattern of content/failures is provoked by its sample, on the bot's Python and the newest found."""

import re

import pytest

from bot.content.load import load
from bot.explain.explain import explain_run
from bot.explain.story import Story
from bot.tutor import snippet_of
from tests.conftest import CONTENT

PATTERNS = load(CONTENT).failures
UNFILLED = re.compile(r"[{}]")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("slug", PATTERNS)
async def test_every_failure_pattern_is_provoked_by_its_sample(slug, sandbox, content):
    pattern = PATTERNS[slug]
    snippet = snippet_of(pattern.sample)
    newest = max(sandbox.pythons, key=lambda version: int(version.partition(".")[2]))
    versions = [v for v in dict.fromkeys((sandbox.pythons[0], newest)) if pattern.sample.holds_on(v)]
    assert versions or pattern.sample.python != ">=3.11"

    for version in versions:
        run = await sandbox.run(snippet, python=version)
        failure = explain_run(Story.of(snippet, run), content).failure

        assert failure is not None, f"{version}: {run.stderr_text[-400:]}"
        assert failure.pattern == slug, f"{version}: {run.stderr_text[-400:]}"
        assert not UNFILLED.search(failure.what + failure.why + failure.fix)


async def test_there_are_at_least_sixty_patterns_and_each_is_in_a_file_of_its_name():
    names = {file.stem for file in (CONTENT / "failures").glob("*.yaml")}

    assert names == set(PATTERNS)
    assert len(names) >= 60


async def test_at_least_250_modules_come_with_a_package_of_another_name(content):
    plain = str.maketrans("_.", "--")
    different = [
        name
        for name, package in content.packages.packages.items()
        if name.lower().translate(plain) != package.lower().translate(plain)
    ]

    assert len(different) >= 250
    assert {"cv2", "PIL", "yaml", "bs4", "sklearn", "dotenv", "serial", "discord"} <= set(different)
