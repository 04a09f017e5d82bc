"""All of content/, as it is shown."""

import pytest

from bot.discord_ui.render import render
from bot.library import Library
from bot.sandbox.run import Limits
from bot.tutor import Tutor
from tests.conftest import CONTENT, CannedSandbox, canned_run


@pytest.fixture(scope="module")
def tutor() -> Tutor:
    return Tutor(Library(CONTENT), CannedSandbox(canned_run(stdout=b"output\n")), Limits())


def test_every_card_fits_one_message(tutor: Tutor) -> None:
    for slug in tutor.content.cards:
        reply = tutor.topic(slug)

        assert reply is not None
        assert len(render(reply)) == 1, slug


async def test_every_example_can_be_shown(tutor: Tutor) -> None:
    for card in tutor.content.cards.values():
        for example in card.examples:
            if any(example.holds_on(version) for version in tutor.pythons):
                assert (await tutor.example(example.name)).topic == card.slug


def test_every_list_and_every_page_can_be_shown(tutor: Tutor) -> None:
    assert tutor.topics().parts
    for command in tutor.texts.help.pages:
        assert tutor.help(command).parts
