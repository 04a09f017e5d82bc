"""All of content/, as it is shown."""

import sys

import pytest

from bot.discord_ui.render import render
from bot.learn.guide import Guide
from bot.library import Library
from bot.reply import Menu, Pick
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


def test_every_page_of_the_topics_fits_one_message_and_every_topic_is_on_one(tutor: Tutor) -> None:
    pages = [tutor.topics(page=number) for number in range(1, 99)]
    listed = [
        card.topic
        for page in pages
        for offer in page.choices
        if isinstance(offer, Menu)
        for card in offer.choices
    ]

    assert all(len(render(page)) == 1 for page in pages)
    assert set(listed) == set(tutor.content.cards)


def test_every_level_and_subject_has_a_heading(tutor: Tutor) -> None:
    topics = tutor.texts.topics

    assert {card.group for card in tutor.content.cards.values()} <= set(topics.subjects)
    assert tutor.topics(topics.subjects["packages"]).choices
    assert tutor.topics(topics.levels["advanced"]).choices


async def test_every_step_and_every_answer_fits_one_message(tutor: Tutor) -> None:
    guide = Guide(tutor.library, tutor.sandbox, None)
    for path in tutor.content.paths.values():
        for step in path.steps:
            replies = [await guide.turn("ada", path.slug, step.topic)]
            for number in range(len(step.answers)):
                pick = Pick("", path.slug, step.topic, number)
                replies += [await guide.answer("ada", pick, may_run=run) for run in (True, False)]
            assert all(len(render(reply)) == 1 for reply in replies), step.title
        assert len(render(await guide.turn("ada", path.slug))) == 1


def test_every_page_of_help_can_be_shown(tutor: Tutor) -> None:
    for command in tutor.texts.help.pages:
        assert tutor.help(command).parts


def test_every_public_standard_module_of_this_python_has_a_card(tutor: Tutor) -> None:
    public = {name for name in sys.stdlib_module_names if not name.startswith("_")}

    assert public <= {name for name, _ in tutor.modules("", limit=1000)}
