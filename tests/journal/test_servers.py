"""What servers set: roles, the log channel, where the bot may speak unasked; and what was waved away."""

from datetime import timedelta

from bot.journal.journal import Journal
from bot.journal.roles import RoleKind
from bot.journal.servers import ServerSettings


async def test_roles_are_given_and_taken_by_server(journal: Journal) -> None:
    for _ in range(2):
        await journal.roles.add("g", "7", RoleKind.CURATOR)
    await journal.roles.add("g", "8", RoleKind.CURATOR)
    await journal.roles.add("g", "7", RoleKind.PUBLISHER)
    await journal.roles.add("h", "9", RoleKind.OBSERVER)

    assert await journal.roles.remove("g", "8", RoleKind.CURATOR)
    assert not await journal.roles.remove("g", "8", RoleKind.CURATOR)

    assert await journal.roles.of("g") == {
        RoleKind.CURATOR: {"7"},
        RoleKind.PUBLISHER: {"7"},
        RoleKind.OBSERVER: set(),
    }


async def test_settings_change_one_at_a_time(journal: Journal) -> None:
    assert await journal.servers.get("g") == ServerSettings()

    await journal.servers.set_log_channel("g", "1")
    for channel in ("2", "3", "2"):
        await journal.servers.set_passive("g", channel, allowed=True)
    await journal.servers.set_passive("g", "3", allowed=False)

    assert await journal.servers.get("g") == ServerSettings("1", ("2",))
    assert await journal.servers.get("h") == ServerSettings()


async def test_dismissals_are_listed_and_deleted_after_thirty_days(journal: Journal, clock) -> None:
    begin = clock.now
    await journal.dismissals.add("g", "boats", "where boat sleep")
    clock.advance(days=8)
    await journal.dismissals.add("g", "boats", "boat shop")
    await journal.dismissals.add("h", "boats", "boat race")

    week = clock.now - timedelta(days=7)
    assert [each.words for each in await journal.dismissals.since(week, guild="g")] == ["boat shop"]
    assert [each.words for each in await journal.dismissals.since(begin)] == [
        "boat race",
        "boat shop",
        "where boat sleep",
    ]
    assert [each.words for each in await journal.dismissals.since(begin, guild="h")] == ["boat race"]
    clock.advance(days=23)
    assert await journal.dismissals.purge() == 1
