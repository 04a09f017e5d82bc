"""Drafts are kept as they were written, and nobody overwrites another's change."""

import asyncio
from dataclasses import replace

import pytest

from bot.journal.drafts import DraftChanged, DraftState, NewDraft
from bot.journal.journal import Journal, open_journal

BOATS = NewDraft(
    topic="boats", base="a" * 40, text="slug: boats\n", summary="Ropes", author="1", author_name="Mona"
)


async def test_a_draft_is_kept_as_it_was_written(journal: Journal, clock) -> None:
    draft = await journal.drafts.add(BOATS)

    assert await journal.drafts.get(draft.id) == draft
    assert (draft.text, draft.base, draft.state) == (BOATS.text, BOATS.base, DraftState.DRAFT)
    assert draft.created == draft.updated == clock.now
    assert await journal.drafts.get(draft.id + 1) is None


async def test_a_saved_change_is_the_next_version(journal: Journal, clock) -> None:
    draft = await journal.drafts.add(BOATS)
    clock.advance(hours=1)

    rejected = replace(draft, state=DraftState.REJECTED, reviewer="2", reviewer_name="Pia", reason="No rope")
    kept = await journal.drafts.save(rejected)

    assert kept == await journal.drafts.get(draft.id)
    assert (kept.version, kept.reason, kept.updated) == (2, "No rope", clock.now)


async def test_of_two_who_change_one_draft_the_second_is_told(journal: Journal) -> None:
    draft = await journal.drafts.add(BOATS)
    await journal.drafts.save(replace(draft, summary="first"))

    with pytest.raises(DraftChanged):
        await journal.drafts.save(replace(draft, summary="second"))

    kept = await journal.drafts.get(draft.id)
    assert kept.summary == "first"


async def test_of_many_at_once_exactly_one_changes_the_draft(journal: Journal) -> None:
    draft = await journal.drafts.add(BOATS)

    async def publish() -> bool:
        try:
            await journal.drafts.save(replace(draft, state=DraftState.PUBLISHED))
        except DraftChanged:
            return False
        return True

    assert sum(await asyncio.gather(*(publish() for _ in range(20)))) == 1


async def test_open_drafts_are_found_by_topic_author_and_server(journal: Journal, clock) -> None:
    boats = await journal.drafts.add(BOATS)
    clock.advance(minutes=1)
    ropes = await journal.drafts.add(replace(BOATS, topic="ropes", author="2", guild="g"))
    done = await journal.drafts.add(replace(BOATS, state=DraftState.PUBLISHED))

    assert await journal.drafts.find() == [ropes, boats]
    assert await journal.drafts.find(topic="boats") == [boats]
    assert await journal.drafts.find(author="2") == await journal.drafts.find(guild="g") == [ropes]
    assert await journal.drafts.find(states={DraftState.PUBLISHED}) == [done]


async def test_two_hundred_drafts_at_once_lose_nothing(url: str) -> None:
    async with open_journal(url) as journal:
        made = await asyncio.gather(
            *(journal.drafts.add(replace(BOATS, summary=str(number))) for number in range(200))
        )

    async with open_journal(url) as journal:
        kept = await journal.drafts.find(limit=500)
        assert sorted(kept, key=lambda draft: draft.id) == sorted(made, key=lambda draft: draft.id)
        assert len({draft.summary for draft in kept}) == 200
