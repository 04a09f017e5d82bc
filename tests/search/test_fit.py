"""Refitting: from questions whose right topics are known to the weights that search uses."""

import json
from pathlib import Path

import bot.search
from bot.search.cases import Case, Cases
from bot.search.fit import fit
from bot.search.index import Index
from tests.search.search_cards import some_cards

IN_FORCE = json.loads(Path(bot.search.__file__).with_name("fitted.json").read_text("utf-8"))
CASES = Cases(
    questions=tuple(
        Case(question, (card.slug,)) for card in some_cards().values() for question in card.questions[:3]
    ),
    negatives=(Case("what is for dinner"), Case("my cat sleeps all day"), Case("who won the match")),
)


def test_a_fit_gives_every_weight_that_search_uses(index: Index) -> None:
    fitted = fit(index, CASES)

    assert {name: set(weights) for name, weights in fitted.items()} == {
        name: set(weights) for name, weights in IN_FORCE.items()
    }


def test_a_fit_learns_that_more_shared_words_speak_for_a_topic(index: Index) -> None:
    fitted = fit(index, CASES)

    assert fitted["ranking"]["bm25_of_best"] > 0
    assert fitted["answerable"]["likest"] > 0
