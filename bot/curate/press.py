"""Where an approved draft becomes what members read, and where that is taken back."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.curate.change import Change, blob_id, path_of, unified
from bot.curate.desk import Desk
from bot.curate.git import Author, Commit, GitError, Message
from bot.curate.pickup import take
from bot.curate.review import Review
from bot.curate.rights import Actor
from bot.curate.watch import as_read
from bot.curate.yaml_edit import change as change_field
from bot.errors import BotError, ContentError, ProblemsError, UsageError
from bot.journal.audit import Act
from bot.journal.drafts import Draft, DraftState, NewDraft

log = logging.getLogger(__name__)

INSTEAD = "instead"


@dataclass(frozen=True, slots=True)
class Published:
    """A change that is out; `remark` says what did not work besides, like a push."""

    draft: Draft
    revision: str
    diff: str
    before: str
    """The commit to go back to."""
    remark: str = ""


class Press:
    """Publishes, reverts and tells the past. Whoever is killed in the middle finds everything whole again."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.tree = desk.tree
        self.config = desk.config

    async def settle(self) -> str:
        """After a crash: finish or take back what was under way; what was done, or "" when nothing was."""
        if not await self.tree.git.is_work_tree():
            return ""
        async with self.tree.alone():
            return await self._settle()

    async def approve(self, actor: Actor, number: int, version: int, *, place: str = "") -> Published:
        """Approve the draft as it was looked at, and publish it; `place` is the message it was approved in.

        Raises NotAllowed for one's own draft, unless it is a small fix of the wording.
        """
        desk = self.desk
        desk.allow(actor, publishes=True)
        draft = await desk.open_draft(number, version)
        review = await desk.judge_again(draft) if draft.text else None
        if review is None or not review.diff:
            raise UsageError(desk.texts.only_words.format(number=number))
        if draft.author == actor.member and not review.small:
            raise UsageError(desk.texts.own_draft)
        self._refuse(review)
        approved = replace(draft, state=DraftState.APPROVED, reviewer=actor.member, reviewer_name=actor.name)
        kept = await desk.journal.drafts.save(approved)
        await self.desk.record(actor, "approved", kept)
        return await self.publish(actor, kept.id, place=place)

    async def publish(self, actor: Actor, number: int, *, place: str = "") -> Published:
        """Publish an approved draft, again if it did not work before."""
        desk = self.desk
        desk.allow(actor, publishes=True)
        if self.config.mode == "export":
            raise UsageError(desk.texts.export)
        if not await self.tree.git.is_work_tree():
            raise BotError(desk.texts.no_git)
        async with self.tree.alone():
            await self._settle()
            draft = await desk.open_draft(number)
            if draft.state is not DraftState.APPROVED:
                raise UsageError(desk.texts.not_approved.format(number=number))
            self._refuse(await desk.judge_again(draft))
            return await self._publish(actor, draft, place)

    async def _publish(self, actor: Actor, draft: Draft, place: str) -> Published:
        change = Change.of(draft.text.encode())
        diff = unified(self.tree.read(change.path) or b"", change.text, change.path)
        message, before = _message(draft, place), await self.tree.git.head()
        read_before = as_read(self.desk.library.current.content, draft.topic).revision
        if self.config.mode == "branch":
            branch = f"modulo/draft-{draft.id}"
            revision = await self.tree.git.commit_aside(change.path, change.text, branch, message)
            remark = self.desk.texts.on_branch.format(branch=branch)
            target = branch
        else:
            revision = await self.tree.publish(change, draft.id, message)
            remark, target = await self._reloaded(), self.config.branch
        kept = await self.desk.journal.drafts.save(replace(draft, state=DraftState.PUBLISHED))
        read_after = as_read(self.desk.library.current.content, draft.topic).revision
        detail = {"before": before, "read_before": read_before, "read_after": read_after}
        await self.desk.record(actor, "published", kept, revision=revision, **detail)
        self.tree.finish()
        remark = " ".join(filter(None, (remark, await self._pushed(revision, target))))
        return Published(kept, revision, diff, before, remark)

    async def revert(self, actor: Actor, topic: str, revision: str) -> Published:
        """Bring the topic back to how it read at that revision, as a new commit through the same gates."""
        desk = self.desk
        desk.allow(actor, publishes=True)
        path = path_of(desk.folder, topic)
        text = await self.tree.git.show(path, revision) if path else None
        if text is None:
            raise UsageError(desk.texts.not_then.format(topic=topic, revision=revision[:12]))
        return await self._at_once(actor, topic, text, desk.texts.reverts.format(revision=revision[:12]))

    async def deprecate(self, actor: Actor, topic: str, instead: str) -> Published:
        """Let another topic answer what this one did."""
        desk = self.desk
        desk.allow(actor, publishes=True)
        desk.text_of(instead)
        text = change_field(desk.text_of(topic), (INSTEAD,), instead, file=f"{topic}.yaml")
        return await self._at_once(actor, topic, text, desk.texts.deprecates.format(topic=instead))

    async def history(self, actor: Actor, topic: str, *, limit: int = 10) -> list[Commit]:
        """The topic's commits, newest first."""
        self.desk.allow(actor, observes=True)
        self.desk.text_of(topic)
        path = path_of(self.desk.folder, topic)
        if path is None or not await self.tree.git.is_work_tree():
            raise BotError(self.desk.texts.no_git)
        return await self.tree.git.log(path, limit=limit)

    async def diff(self, actor: Actor, topic: str, revision: str) -> str:
        """What changed in the topic since that revision."""
        self.desk.allow(actor, observes=True)
        self.desk.text_of(topic)
        path = path_of(self.desk.folder, topic)
        return await self.tree.git.diff(path, revision) if path else ""

    async def touched(self) -> Mapping[str, datetime]:
        """Topic → when it was changed last."""
        if not await self.tree.git.is_work_tree():
            raise BotError(self.desk.texts.no_git)
        known = self.desk.library.current.content.cards
        return {slug: at for slug, at in (await self.tree.git.touched()).items() if slug in known}

    async def reload(self, actor: Actor) -> None:
        """Take the files as they are now.

        Raises ContentError with what is wrong with them; what was in force stays.
        """
        self.desk.allow(actor, publishes=True)
        await asyncio.to_thread(take, self.desk.library)
        act = Act(member=actor.member, name=actor.name, guild=actor.guild, action="reloaded")
        await self.desk.journal.audit.add(act)

    async def _at_once(self, actor: Actor, topic: str, text: bytes, summary: str) -> Published:
        """Publish without a second person what was read by one before, or is only a redirection."""
        before = self.desk.text_of(topic)
        if before == text:
            raise UsageError(self.desk.texts.nothing_changed)
        draft = await self.desk.journal.drafts.add(
            NewDraft(
                topic=topic,
                base=blob_id(before),
                text=text.decode(),
                summary=summary,
                author=actor.member,
                author_name=actor.name,
                guild=actor.guild,
                state=DraftState.APPROVED,
            )
        )
        await self.desk.record(actor, "approved", draft)
        return await self.publish(actor, draft.id)

    def _refuse(self, review: Review) -> None:
        if review.conflict:
            said = self.desk.texts.changed_since.format(topic=review.draft.topic, name=review.conflict.by)
            raise UsageError(said)
        if review.judgement.problems:
            raise ProblemsError(list(review.judgement.problems))

    async def _reloaded(self) -> str:
        try:
            await asyncio.to_thread(self.desk.library.reload)
        except ContentError as error:
            log.error("The published content cannot be read: %s", error)  # noqa: TRY400 (no bug of ours)
            return self.desk.texts.not_reloaded
        return ""

    async def _pushed(self, revision: str, branch: str) -> str:
        if not self.config.remote:
            return ""
        try:
            await self.tree.git.push(self.config.remote, branch, what=revision)
        except GitError as error:
            log.warning("Not pushed: %s", error)
            return str(error)
        return ""

    async def _settle(self) -> str:
        recovered = await self.tree.recover()
        if recovered is None:
            return ""
        draft = await self.desk.journal.drafts.get(recovered.draft)
        if recovered.revision and draft is not None and draft.state is DraftState.APPROVED:
            await self.desk.journal.drafts.save(replace(draft, state=DraftState.PUBLISHED))
        action = "finished" if recovered.revision else "taken_back"
        act = Act(member="", name="Modulo", action=action, topic=recovered.path.stem, draft=recovered.draft)
        await self.desk.journal.audit.add(act)
        self.tree.finish()
        await self._reloaded()
        texts = self.desk.texts
        said = texts.finished if recovered.revision else texts.taken_back
        told = said.format(topic=recovered.path.stem, number=recovered.draft)
        log.warning("%s", told)
        return told


def _message(draft: Draft, place: str) -> Message:
    trailers: Mapping[str, str] = {
        "Draft-Id": str(draft.id),
        "Approved-By": f"{draft.reviewer_name or draft.author_name}",
        **({"Discord-Message": place} if place else {}),
    }
    author = Author(draft.author_name, f"{draft.author}@users.noreply.invalid")
    return Message(f"{draft.topic}: {draft.summary}", author, trailers)
