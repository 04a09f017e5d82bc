"""Roles count where they were given, on servers the operator trusts, and nowhere else."""

from collections.abc import AsyncIterator

import pytest

from bot.config import DiscordConfig
from bot.curate.rights import Rights
from bot.journal.journal import IN_MEMORY, Journal, open_journal
from bot.journal.roles import RoleKind

HOME, ELSEWHERE = "100000000000000001", "100000000000000002"
CURATORS, PUBLISHERS, OPERATOR = "200000000000000001", "200000000000000002", "300000000000000001"


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    async with open_journal(IN_MEMORY) as opened:
        for guild in (HOME, ELSEWHERE):
            await opened.roles.add(guild, PUBLISHERS, RoleKind.PUBLISHER)
        yield opened


@pytest.fixture
def rights(journal: Journal) -> Rights:
    return Rights(DiscordConfig(operators=[OPERATOR], servers={HOME: {"curator": [CURATORS]}}), journal.roles)


async def kinds(rights: Rights, guild: str, *roles: str, member: str = "1") -> set[RoleKind]:
    return set((await rights.actor(member, "Mona", guild, roles)).kinds)


async def test_roles_of_the_config_and_of_the_server_both_count(rights: Rights) -> None:
    assert await kinds(rights, HOME, CURATORS) == {RoleKind.CURATOR}
    assert await kinds(rights, HOME, PUBLISHERS) == {RoleKind.PUBLISHER}
    assert await kinds(rights, HOME, PUBLISHERS, CURATORS) == {RoleKind.CURATOR, RoleKind.PUBLISHER}
    assert await kinds(rights, HOME, "200000000000000009") == set()


async def test_a_server_the_operator_does_not_trust_cannot_give_itself_rights(
    rights: Rights, journal: Journal
) -> None:
    assert await kinds(rights, ELSEWHERE, PUBLISHERS) == set()
    assert await kinds(rights, "", PUBLISHERS) == set()

    open_to_all = Rights(DiscordConfig(any_server_curates=True), journal.roles)
    assert await kinds(open_to_all, ELSEWHERE, PUBLISHERS) == {RoleKind.PUBLISHER}
    assert await kinds(open_to_all, "", PUBLISHERS) == set()


async def test_an_operator_may_do_everything_everywhere(rights: Rights) -> None:
    assert await kinds(rights, "", member=OPERATOR) == set(RoleKind)


async def test_a_role_that_is_taken_away_counts_no_more(rights: Rights, journal: Journal) -> None:
    await journal.roles.remove(HOME, PUBLISHERS, RoleKind.PUBLISHER)

    assert await kinds(rights, HOME, PUBLISHERS) == set()
