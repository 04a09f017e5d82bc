"""The moderators' desk: drafts are proposed, judged and reviewed, and every step is on record."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.config import CurateConfig
from bot.content.texts.desk import DeskTexts
from bot.curate.change import Change, blob_id, path_of
from bot.curate.fields import fields_of, with_fields
from bot.curate.gates import Judgement, judge
from bot.curate.new_topic import NewTopic, file_of
from bot.curate.review import Review, base_of, seen
from bot.curate.rights import Actor, NotAllowed
from bot.curate.work_tree import WorkTree
from bot.errors import UsageError
from bot.journal.audit import Act
from bot.journal.drafts import OPEN, Draft, DraftChanged, DraftState, NewDraft
from bot.journal.journal import Journal
from bot.library import Library
from bot.sandbox.run import Sandbox

MOST_ASKED = 300
"""How many unanswered questions of members a draft is tried on."""
LONGEST_SUMMARY = 200


class Desk:
    """Where content is worked on. What takes an actor asks for their rights at that moment."""

    def __init__(
        self, library: Library, journal: Journal, sandbox: Sandbox, config: CurateConfig, *, at_once: int
    ) -> None:
        self.library = library
        self.journal = journal
        self.sandbox = sandbox
        self.config = config
        self.tree = WorkTree(library.folder)
        self._at_once = at_once
        self._judging = asyncio.Lock()

    @property
    def folder(self) -> Path:
        """The content folder."""
        return self.library.folder

    @property
    def texts(self) -> DeskTexts:
        """What the desk says."""
        return self.library.current.content.texts.desk

    def text_of(self, topic: str) -> bytes:
        """The topic's file as it is published.

        Raises UsageError when there is none of this name.
        """
        path = path_of(self.folder, topic)
        text = self.tree.read(path) if path else None
        if text is None:
            raise UsageError(self.texts.no_topic.format(topic=topic))
        return text

    async def edit(self, actor: Actor, topic: str, base: str, fields: Mapping[str, str]) -> Review:
        """Propose other words for fields of the topic, as its file with this blob id read.

        Raises UsageError when nothing differs, EditRefused for what a field cannot hold.
        """
        self.allow(actor, curates=True)
        text = self.text_of(topic)
        if not blob_id(text).startswith(base):
            text = await self.tree.git.blob(base)
        changed = await asyncio.to_thread(with_fields, text, fields, file=f"{topic}.yaml")
        return await self.propose(actor, changed, self._changes(text, changed), base=blob_id(text))

    async def edit_draft(self, actor: Actor, number: int, version: int, fields: Mapping[str, str]) -> Review:
        """Change fields of a draft; it has to be reviewed again."""
        self.allow(actor, curates=True)
        draft = await self.open_draft(number, version)
        text = draft.text.encode()
        changed = await asyncio.to_thread(with_fields, text, fields, file=f"{draft.topic}.yaml")
        return await self.propose(actor, changed, draft.summary, instead_of=draft, base=draft.base)

    def _changes(self, before: bytes, after: bytes) -> str:
        old, new = fields_of(before), fields_of(after)
        return self.texts.changes.format(fields=", ".join(name for name in new if new[name] != old.get(name)))

    async def add(self, actor: Actor, topic: NewTopic, summary: str) -> Review:
        """Propose a new topic.

        Raises UsageError when there is one of this name already.
        """
        self.allow(actor, curates=True)
        if path_of(self.folder, topic.slug):
            raise UsageError(self.texts.exists.format(topic=topic.slug))
        return await self.propose(actor, await file_of(topic, self.sandbox), summary)

    async def look(self, actor: Actor, text: bytes) -> Review:
        """Try every gate on a whole file, and keep nothing."""
        self.allow(actor, curates=True)
        change = Change.of(text)
        now = datetime.now(UTC)
        draft = Draft(
            id=0,
            version=0,
            topic=change.slug,
            base=blob_id(self.tree.read(change.path)),
            text=text.decode(),
            summary=self.texts.no_summary,
            author=actor.member,
            author_name=actor.name,
            created=now,
            updated=now,
        )
        return await seen(self.tree, draft, await self._judged(change))

    async def propose(
        self,
        actor: Actor,
        text: bytes,
        summary: str,
        *,
        instead_of: Draft | None = None,
        base: str | None = None,
        is_authors: bool = False,
    ) -> Review:
        """Propose a whole file, or put it in the place of an earlier draft.

        `base` is the blob id of the file it was made from, when that is not the published one. Whoever
        changed a draft last is its author, and cannot approve it, unless nothing was written anew
        (`is_authors`).

        Raises ProblemsError when it is not strict YAML at all.
        """
        self.allow(actor, curates=True)
        change = Change.of(text)
        published = self.tree.read(change.path)
        if published == text:
            raise UsageError(self.texts.nothing_changed)
        new = NewDraft(
            topic=change.slug,
            base=blob_id(published) if base is None else base,
            text=text.decode("utf-8"),
            summary=_line(summary) or self.texts.no_summary,
            author=instead_of.author if instead_of and is_authors else actor.member,
            author_name=instead_of.author_name if instead_of and is_authors else actor.name,
            guild=actor.guild,
        )
        judgement = await self._judged(change)
        state = DraftState.IN_REVIEW if judgement.passed else DraftState.DRAFT
        draft = await self._kept(replace(new, state=state), instead_of)
        await self.record(actor, "proposed", draft, problems=len(judgement.problems))
        return await seen(self.tree, draft, judgement)

    async def suggest(self, actor: Actor, topic: str, words: str) -> Draft:
        """Keep what any member would like to see changed, for curators to work out."""
        path = path_of(self.folder, topic)
        open_ones = await self.journal.drafts.find(states={DraftState.DRAFT}, author=actor.member)
        if len(open_ones) >= self.config.suggestions_at_once:
            raise UsageError(self.texts.enough_suggestions.format(count=len(open_ones)))
        if not words.strip():
            raise UsageError(self.texts.nothing_changed)
        text = self.tree.read(path) if path else None
        new = NewDraft(
            topic=topic if path else "",
            base=blob_id(text),
            text=(text or b"").decode("utf-8"),
            summary=_line(words),
            author=actor.member,
            author_name=actor.name,
            guild=actor.guild,
        )
        draft = await self.journal.drafts.add(new)
        await self.record(actor, "suggested", draft)
        return draft

    async def drafts(self, actor: Actor) -> list[Draft]:
        """What is open, the one changed last first."""
        self.allow(actor, observes=True)
        return await self.journal.drafts.find()

    async def review(self, actor: Actor, number: int) -> Review:
        """Look at a draft as it is now, with every gate tried again."""
        self.allow(actor, observes=True)
        draft = await self.open_draft(number)
        if not draft.text:
            return Review(draft, Judgement(()), "")
        return await self.judge_again(draft)

    async def judge_again(self, draft: Draft) -> Review:
        """The gates, on what is published just now."""
        return await seen(self.tree, draft, await self._judged(Change.of(draft.text.encode())))

    async def turn_down(
        self, actor: Actor, number: int, version: int, reason: str, *, finally_: bool
    ) -> Draft:
        """Ask the author for changes, or reject the draft for good; the author reads the reason."""
        draft = await self.open_draft(number, version)
        if finally_ and draft.author == actor.member:
            state, action = DraftState.WITHDRAWN, "withdrawn"
        else:
            self.allow(actor, publishes=True)
            if not reason.strip():
                raise UsageError(self.texts.no_reason)
            state, action = (
                (DraftState.REJECTED, "rejected")
                if finally_
                else (DraftState.CHANGES_REQUESTED, "changes_requested")
            )
        turned = replace(
            draft, state=state, reason=_line(reason), reviewer=actor.member, reviewer_name=actor.name
        )
        kept = await self.journal.drafts.save(turned)
        await self.record(actor, action, kept, reason=kept.reason)
        return kept

    async def rebase(self, actor: Actor, number: int, version: int) -> Review:
        """Bring a draft up to what was published meanwhile, as far as the two touch different lines.

        Raises UsageError when they touch the same ones.
        """
        self.allow(actor, curates=True)
        draft = await self.open_draft(number, version)
        change = Change.of(draft.text.encode())
        published = self.tree.read(change.path) or b""
        base = await base_of(self.tree, draft)
        with TemporaryDirectory(prefix="modulo-") as place:
            merged, clean = await self.tree.git.merge(base, change.text, published, Path(place))
        if not clean:
            raise UsageError(self.texts.same_lines.format(topic=draft.topic))
        return await self.propose(actor, merged, draft.summary, instead_of=draft, is_authors=True)

    async def open_draft(self, number: int, version: int | None = None) -> Draft:
        """The draft, if something can still become of it.

        Raises UsageError when not, DraftChanged when it is not the version that was looked at.
        """
        draft = await self.journal.drafts.get(number)
        if draft is None:
            raise UsageError(self.texts.no_draft.format(number=number))
        if draft.state not in OPEN:
            raise UsageError(self.texts.closed.format(number=number, state=self.texts.states[draft.state]))
        if version is not None and draft.version != version:
            raise DraftChanged(self.texts.draft_changed.format(number=number))
        return draft

    def allow(
        self, actor: Actor, *, observes: bool = False, curates: bool = False, publishes: bool = False
    ) -> None:
        """Raise NotAllowed when the actor has not the right, or not any more."""
        if publishes and not actor.publishes:
            raise NotAllowed(self.texts.only_publishers)
        if curates and not actor.curates:
            raise NotAllowed(self.texts.only_curators)
        if observes and not actor.observes:
            raise NotAllowed(self.texts.only_observers)

    async def _judged(self, change: Change) -> Judgement:
        asked = [question.text for question in await self.journal.questions.open(limit=MOST_ASKED)]
        async with self._judging:  # each one runs programs and builds an index
            return await judge(
                change,
                self.folder,
                self.library.current.search,
                self.sandbox,
                at_once=self._at_once,
                asked=asked,
            )

    async def _kept(self, new: NewDraft, instead_of: Draft | None) -> Draft:
        if instead_of is None:
            return await self.journal.drafts.add(new)
        fields = ("topic", "base", "text", "summary", "state", "author", "author_name")
        changed = replace(instead_of, **{name: getattr(new, name) for name in fields})
        return await self.journal.drafts.save(changed)

    async def record(self, actor: Actor, action: str, draft: Draft, **detail: object) -> None:
        """Put on record what was done with a draft."""
        act = Act(
            member=actor.member,
            name=actor.name,
            guild=actor.guild,
            action=action,
            topic=draft.topic,
            draft=draft.id,
            detail=detail,
        )
        await self.journal.audit.add(act)


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_SUMMARY]
