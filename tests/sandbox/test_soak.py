"""A small soak: many mixed programs, in a row and at once, leave nothing behind."""

import pytest

from tests.sandbox.conftest import MODES
from tests.soak import __main__ as soaking
from tests.soak.programs import QUICK, SLOW, SLOW_EVERY, snippet


@pytest.mark.parametrize("mode", MODES)
async def test_many_programs_leave_nothing_behind(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soaking, "WARM_UP", 30)

    assert await soaking.soak(mode, runs=60, at_once=30)


def test_every_kind_of_program_has_its_turn() -> None:
    sources = {snippet(number).files[0].source for number in range(SLOW_EVERY * len(SLOW) * len(QUICK))}

    assert sources == {*QUICK, *SLOW}
