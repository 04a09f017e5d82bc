"""Members run code in bursts and then at a steady pace, one program at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_ui.allowance import Allowance, MustWait

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def run(allowance: Allowance, seconds: float, member: int = 1) -> None:
    with allowance.turn(member, now=at(seconds)):
        pass


def test_after_a_burst_the_next_run_is_one_interval_away():
    allowance = Allowance(burst=3, per_minute=6)
    for _ in range(3):
        run(allowance, 0)

    with pytest.raises(MustWait) as waits:
        run(allowance, 4)

    assert waits.value.until == at(10)
    run(allowance, 10)


def test_members_do_not_share_their_allowance():
    allowance = Allowance(burst=1, per_minute=1)

    run(allowance, 0, member=1)
    run(allowance, 0, member=2)


def test_a_second_program_waits_for_the_first():
    allowance = Allowance(burst=3, per_minute=6)

    with allowance.turn(1, now=at(0)), pytest.raises(MustWait) as waits:
        run(allowance, 0)

    assert waits.value.until is None


def test_a_run_given_back_costs_nothing():
    allowance = Allowance(burst=1, per_minute=1)
    for _ in range(5):
        run(allowance, 0)
        allowance.give_back(1)

    run(allowance, 0)


def test_a_run_that_fails_frees_the_place():
    allowance = Allowance(burst=2, per_minute=1)
    with pytest.raises(RuntimeError), allowance.turn(1, now=at(0)):
        raise RuntimeError

    run(allowance, 0)


def test_who_came_long_ago_is_forgotten():
    allowance = Allowance(burst=1, per_minute=60)
    for member in range(100):
        run(allowance, 0, member=member)

    run(allowance, 2, member=1000)

    assert len(allowance._full_again) == 1


@given(st.lists(st.floats(min_value=0, max_value=5), max_size=60))
def test_no_minute_ever_holds_more_than_burst_and_pace(waits):
    allowance = Allowance(burst=3, per_minute=6)
    now, granted = 0.0, []
    for wait in waits:
        now += wait
        try:
            run(allowance, now)
        except MustWait:
            continue
        granted.append(now)

    for begin in granted:
        assert sum(begin <= moment < begin + 60 for moment in granted) <= 3 + 6
