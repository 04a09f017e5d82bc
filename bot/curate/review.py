"""What there is to say about a draft: the gates' verdict, what differs, what was published meanwhile."""

from dataclasses import dataclass

from bot.content.schema import AnyCard
from bot.curate.change import Change, blob_id, unified
from bot.curate.gates import Judgement
from bot.curate.wording import is_small_fix
from bot.curate.work_tree import WorkTree
from bot.journal.drafts import Draft


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was published since a draft was begun, and by whom."""

    by: str
    diff: str


@dataclass(frozen=True, slots=True)
class Review:
    """A draft with everything there is to say about it now."""

    draft: Draft
    judgement: Judgement
    diff: str
    conflict: Conflict | None = None
    small: bool = False
    """Whether it is so small a matter of wording that its author may publish it alone."""

    @property
    def card(self) -> AnyCard | None:
        """The card as members would see it."""
        content = self.judgement.content
        return content.cards.get(self.draft.topic) if content else None


async def seen(tree: WorkTree, draft: Draft, judgement: Judgement) -> Review:
    """The draft beside what is published now."""
    change = Change.of(draft.text.encode())
    published = tree.read(change.path)
    conflict = None if blob_id(published) == draft.base else await _conflict(tree, draft, change, published)
    return Review(
        draft,
        judgement,
        unified(published or b"", change.text, change.path),
        conflict,
        published is not None and is_small_fix(published, change.text),
    )


async def base_of(tree: WorkTree, draft: Draft) -> bytes:
    """The file the draft was made from."""
    return await tree.git.blob(draft.base) if draft.base else b""


async def _conflict(tree: WorkTree, draft: Draft, change: Change, published: bytes | None) -> Conflict:
    if not await tree.git.is_work_tree():
        return Conflict("?", "")
    commits = await tree.git.log(change.path, limit=1)
    base = await base_of(tree, draft)
    return Conflict(commits[0].author if commits else "?", unified(base, published or b"", change.path))
