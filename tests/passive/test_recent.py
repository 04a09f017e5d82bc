"""What was shown where lately, by a clock of the test's own."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.passive.recent import MOST_KEPT, Recent
from bot.passive.rules import MOST_AN_HOUR, Overheard


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def heard(channel: str = "c", thread: str = "") -> Overheard:
    return Overheard("?", author="1", guild="2", channel=channel, thread=thread)


def test_a_topic_was_shown_in_its_place_only(clock: Clock) -> None:
    recent = Recent(clock)
    recent.shown("c", "boats")
    clock.now += timedelta(minutes=3)

    assert recent.since_shown("c", "boats") == timedelta(minutes=3)
    assert recent.since_shown("c", "ropes") is None
    assert recent.since_shown("d", "boats") is None


def test_an_hour_later_the_bot_may_speak_again(clock: Clock) -> None:
    recent = Recent(clock)
    for number in range(MOST_AN_HOUR):
        recent.spoke(heard(thread=str(number + 1)))
        clock.now += timedelta(minutes=1)

    assert recent.in_the_hour(heard()) == MOST_AN_HOUR
    assert recent.in_the_hour(heard("d")) == 0
    clock.now += timedelta(minutes=55)
    assert recent.in_the_hour(heard()) == MOST_AN_HOUR - 2


def test_a_thread_is_remembered_and_a_channel_is_none(clock: Clock) -> None:
    recent = Recent(clock)
    recent.spoke(heard(thread="t"))
    recent.spoke(heard())

    assert recent.in_thread(heard(thread="t")) == 1
    assert recent.in_thread(heard(thread="u")) == 0
    assert recent.in_thread(heard()) == 0


def test_the_oldest_is_forgotten_first(clock: Clock) -> None:
    recent = Recent(clock)
    for number in range(MOST_KEPT + 1):
        recent.shown(str(number), "boats")
        recent.spoke(heard(str(number), f"t{number}"))

    assert recent.since_shown("0", "boats") is None
    assert recent.since_shown("1", "boats") is not None
    assert (recent.in_the_hour(heard("0")), recent.in_the_hour(heard("1"))) == (0, 1)
    assert recent.in_thread(heard("0", "t0")) == 0
