"""The project's own questions, worded differently from the cards: floors that only go up."""

from collections import Counter
from pathlib import Path

import pytest

from bot.content.schema import Content
from bot.search.cases import Cases, read_cases
from bot.search.measure import Report, measure
from bot.search.search import Search

QUESTIONS = Path(__file__).resolve().parents[2] / "content" / "questions"

FIRST = 0.89
THREE = 0.955
PRECISION = 0.935
PRECISION_OVERHEARD = 0.96
AUROC = 0.984
ANSWERED_NEGATIVES = 0.025
OFFERED_NEGATIVES = 0.03


@pytest.fixture(scope="module")
def cases() -> Cases:
    found = Cases()
    for file in sorted(QUESTIONS.glob("*.yaml")):
        found += read_cases(file)
    return found


@pytest.fixture(scope="module")
def report(cases: Cases, content: Content) -> Report:
    return measure(Search.build(content), cases)


def test_questions_reach_their_topics(report: Report) -> None:
    assert report.questions.first >= FIRST
    assert report.questions.three >= THREE


def test_an_answer_is_seldom_wrong(report: Report) -> None:
    assert report.precision >= PRECISION
    assert report.precision_overheard >= PRECISION_OVERHEARD


def test_messages_to_decline_are_declined(report: Report) -> None:
    assert report.negatives.answered <= ANSWERED_NEGATIVES
    assert report.negatives.offered <= OFFERED_NEGATIVES


def test_questions_are_told_from_messages_to_decline(report: Report) -> None:
    assert report.auroc >= AUROC


def test_nothing_is_said_unasked_to_messages_to_decline(report: Report) -> None:
    assert report.negatives_overheard.answered <= 0.005


def test_every_topic_has_its_questions(cases: Cases, content: Content) -> None:
    asked = Counter(topic for case in cases.questions for topic in case.topics)

    assert asked.keys() == content.cards.keys()
    assert min(asked.values()) >= 3
    assert len(cases.negatives) >= 600


def test_promised_probabilities_are_kept(report: Report) -> None:
    many = [(promised, kept) for promised, kept, count in report.reliability if count >= 40]

    assert all(abs(promised - kept) < 0.2 for promised, kept in many)
