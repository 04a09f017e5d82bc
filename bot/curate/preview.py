"""What the desk knows → Reply: a draft as members would see it, the queue, the past, the gaps."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.compose import card_reply
from bot.content.texts.desk import DeskTexts
from bot.content.texts.members import PassiveTexts
from bot.curate.gaps import Gap
from bot.curate.git import Commit
from bot.curate.press import Published
from bot.curate.review import Review
from bot.curate.watch import Received
from bot.journal.drafts import Draft, DraftState
from bot.quote import inline
from bot.reply import Attached, Code, Move, Part, Reply, Step, Text

SHORT_DIFF = 1200
MOST_PROBLEMS = 12
MOST_GAINED = 8
MOST_LISTED = 15
MOST_BUTTONS = 5
PROBLEM = 300


def review_reply(review: Review, texts: DeskTexts, *, attach: bool = False) -> Reply:
    """The exact card members would see, then the verdict of the gates, the diff, and what can be done.

    The diff is shown when it is short; otherwise, or to `attach`, it is a file.
    """
    draft, judgement = review.draft, review.judgement
    parts: list[Part] = [Text(_heading(draft, texts))]
    if review.card is not None and judgement.content is not None:
        shown = card_reply(review.card, judgement.content)
        parts += [Text(texts.seen_as), *shown.parts, Text(texts.seen_to)]
    if review.conflict is not None:
        said = texts.changed_since.format(topic=draft.topic, name=inline(review.conflict.by))
        parts += [Text(f"⚠️ {said}"), *_diff(review.conflict.diff, f"{draft.topic}-published.diff")]
    parts += [
        Text(_verdict(review, texts)),
        *_diff(review.diff, f"{draft.topic or 'draft'}.diff", attach=attach),
    ]
    if draft.text:
        parts.append(Attached(draft.text.encode(), f"{draft.topic or 'draft'}.yaml"))
    return Reply(tuple(parts), moves=_moves(review))


def tried_reply(review: Review, texts: DeskTexts) -> Reply:
    """The same about a file that was only tried."""
    return replace(review_reply(review, texts), moves=())


def published_reply(published: Published, texts: DeskTexts, name: str, *, attach: bool = False) -> Reply:
    """What went out, by whom, with the way back."""
    draft = published.draft
    said = texts.published.format(
        topic=draft.topic,
        number=draft.id,
        author=inline(draft.author_name),
        name=inline(name),
        revision=published.revision[:12],
        summary=inline(draft.summary, limit=160),
    )
    parts = [
        Text(" ".join(filter(None, (said, published.remark)))),
        *_diff(published.diff, f"{draft.topic}.diff", attach=attach),
    ]
    return Reply(tuple(parts), moves=(Move(Step.REVERT, f"{draft.topic}:{published.before[:12]}"),))


def worse_reply(received: Received, texts: DeskTexts) -> Reply:
    """That members like what was published less than what was there before, with the way back."""
    publish, before, after = received.publish, received.before, received.after
    said = texts.worse.format(
        topic=publish.topic,
        number=publish.draft,
        after=after.unhelpful,
        of_after=after.count,
        before=before.unhelpful,
        of_before=before.count,
    )
    back = str(publish.detail["before"])[:12]
    return Reply((Text(said),), moves=(Move(Step.REVERT, f"{publish.topic}:{back}"),))


def queue_reply(drafts: Sequence[Draft], texts: DeskTexts) -> Reply:
    """The open drafts, one in each line."""
    if not drafts:
        return Reply((Text(texts.queue_empty),))
    lines = [f"- {_heading(draft, texts)}" for draft in drafts[:MOST_LISTED]]
    moves = tuple(Move(Step.REVIEW, str(draft.id)) for draft in drafts[:MOST_BUTTONS])
    return Reply((Text("\n".join([texts.queue, *lines])),), moves=moves)


def history_reply(topic: str, commits: Sequence[Commit], texts: DeskTexts) -> Reply:
    """The topic's commits, newest first; the one before the newest can be gone back to at once."""
    lines = [
        texts.commit.format(
            revision=commit.revision[:12],
            at=_stamp(commit.at),
            author=inline(commit.author),
            subject=inline(commit.subject, limit=100),
            approved=texts.approved_by.format(name=inline(commit.approved_by)) if commit.approved_by else "",
        )
        for commit in commits
    ]
    moves = tuple(Move(Step.REVERT, f"{topic}:{commit.revision[:12]}") for commit in commits[1:2])
    return Reply((Text("\n".join([texts.history.format(topic=topic), *lines])),), moves=moves)


def diff_reply(topic: str, diff: str, texts: DeskTexts) -> Reply:
    """What changed."""
    return Reply(_diff(diff, f"{topic}.diff") or (Text(texts.nothing_changed),))


def gaps_reply(gaps: Sequence[Gap], texts: DeskTexts) -> Reply:
    """What was asked without a good answer, most often first; a button begins a topic for each."""
    if not gaps:
        return Reply((Text(texts.gaps_none),))
    lines = [
        texts.gap.format(
            number=number,
            count=gap.count,
            text=inline(gap.text, limit=120),
            first=_stamp(gap.first),
            last=_stamp(gap.last),
            closest=", ".join(f"`{topic}`" for topic in gap.closest) or "–",
        )
        for number, gap in enumerate(gaps, 1)
    ]
    moves = tuple(Move(Step.PROPOSE, gap.id) for gap in gaps[:MOST_BUTTONS])
    return Reply((Text("\n".join([texts.gaps, *lines])),), moves=moves)


def with_paused(reply: Reply, topics: Collection[str], texts: PassiveTexts) -> Reply:
    """The reply, and below it the topics that members do not want to see unasked."""
    if not topics:
        return reply
    listed = ", ".join(f"`{topic}`" for topic in sorted(topics))
    return replace(reply, parts=(*reply.parts, Text(texts.paused.format(topics=listed))))


def _heading(draft: Draft, texts: DeskTexts) -> str:
    said = texts.draft.format(
        number=draft.id,
        topic=f"`{draft.topic}`" if draft.topic else texts.new_topic,
        author=inline(draft.author_name),
        state=texts.states[draft.state],
        summary=inline(draft.summary, limit=160),
    )
    if draft.reason:
        said += "\n  " + texts.reason.format(
            name=inline(draft.reviewer_name), reason=inline(draft.reason, limit=200)
        )
    return said


def _verdict(review: Review, texts: DeskTexts) -> str:
    judgement = review.judgement
    if not review.diff:
        return texts.only_words.format(number=review.draft.id)
    if judgement.problems:
        shown = [f"- {inline(str(problem), limit=PROBLEM)}" for problem in judgement.problems[:MOST_PROBLEMS]]
        lines = [texts.problems.format(count=len(judgement.problems)), *shown]
    else:
        lines = [texts.passed.format(count=judgement.proved)]
    lines += [texts.not_proved.format(what=inline(what, limit=120)) for what in judgement.not_proved]
    if judgement.gained:
        asked = ", ".join(inline(text, limit=80) for text in judgement.gained[:MOST_GAINED])
        lines.append(texts.gained.format(count=len(judgement.gained), questions=asked))
    return "\n".join(lines)


def _moves(review: Review) -> tuple[Move, ...]:
    draft = review.draft
    subject = f"{draft.id}:{draft.version}"
    steps: list[Step] = []
    if review.conflict is not None:
        steps.append(Step.REBASE)
    elif draft.state is DraftState.APPROVED:
        steps.append(Step.PUBLISH)
    elif review.judgement.passed and review.diff:
        steps.append(Step.APPROVE)
    steps += [Step.REQUEST_CHANGES, Step.REJECT]
    if draft.topic:
        steps.append(Step.EDIT)
    return tuple(Move(step, subject) for step in steps)


def _diff(diff: str, name: str, *, attach: bool = False) -> tuple[Part, ...]:
    if not diff:
        return ()
    if attach or len(diff) > SHORT_DIFF:
        return (Attached(diff.encode(), name),)
    return (Code(diff, language="diff"),)


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
