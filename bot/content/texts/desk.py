"""What the moderators' desk says."""

from bot.content.entry import Entry


class DeskTexts(Entry):
    """What the moderators' desk says; `states` and `actions` name what became of a draft."""

    only_curators: str
    only_publishers: str
    only_observers: str
    no_topic: str
    exists: str
    no_draft: str
    draft_changed: str
    closed: str
    nothing_changed: str
    no_summary: str
    changes: str
    no_reason: str
    enough_suggestions: str
    only_words: str
    own_draft: str
    not_approved: str
    changed_since: str
    same_lines: str
    not_then: str
    reverts: str
    deprecates: str
    export: str
    no_git: str
    on_branch: str
    not_reloaded: str
    finished: str
    taken_back: str
    states: dict[str, str]
    steps: dict[str, str]
    draft: str
    new_topic: str
    reason: str
    seen_as: str
    seen_to: str
    problems: str
    passed: str
    not_proved: str
    gained: str
    published: str
    worse: str
    queue: str
    queue_empty: str
    history: str
    commit: str
    approved_by: str
    gaps: str
    gaps_none: str
    gap: str
    suggested: str
    turned_down: str
    reloaded: str
    stats: str
    votes: str
    votes_none: str
    other_wording: str
    stale: str
    stale_none: str
    no_curated: str
    credit: str
    too_long: str
    forms: dict[str, str]
