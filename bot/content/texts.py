"""Everything the bot says by itself, one typed key for each sentence, so that a missing one stops the start.

The words are in content/texts.yaml. Braces name what is filled in; it arrives already safe to show.
"""

from typing import Literal

from bot.content.entry import Entry

Kind = Literal["builtin", "frozen", "source", "extension", "package"]
Sort = Literal["functions", "classes", "errors", "constants", "submodules"]


class AskTexts(Entry):
    """Answering questions."""

    empty: str
    did_you_mean: str
    nothing: str
    small_talk: str
    thanks: str
    closest: str
    why: str
    mistake: str
    example: str
    sources: str


class RunTexts(Entry):
    """Running code."""

    how_to: str
    status: str
    files: str
    output: str
    errors: str
    no_output: str
    in_part: str
    exact: str
    wrote: str
    wrote_file: str
    wrote_more: str
    picture: str
    next: str
    one_before: str
    before: str
    joined: str
    left_out: str
    unclosed: str
    invisible: str
    hints: dict[str, str]


class OutcomeTexts(Entry):
    """How a run ended, one sentence each; the names are those of `sandbox.run.Outcome`."""

    finished: str
    raised: str
    timed_out: str
    out_of_memory: str
    output_limit: str
    killed: str
    refused: str
    crashed: str


class ExplainTexts(Entry):
    """What the imports did. A learner's words become inline code when they are filled in."""

    heading: str
    heading_written: str
    nothing: str
    how_to: str
    place: str
    place_unknown: str
    file_unknown: str
    one_name: str
    several_names: str
    all_names: str
    all_public: str
    same_folder: str
    other_folder: str
    ran_yours: str
    ran_yours_unbound: str
    ran_several: str
    ran_several_unbound: str
    ran_package: str
    began_yours: str
    unfinished_yours: str
    unreadable_yours: str
    again_as_module: str
    more_yours: str
    folder_package: str
    cycle: str
    cycle_loads: str
    cycle_asks: str
    cycle_asks_names: str
    cycle_joint: str
    hides_standard: str
    already_loaded: str
    not_found: str
    one_standard: str
    several_standard: str
    alias: str
    from_names: str
    from_renamed: str
    from_all: str
    in_function: str
    in_function_unused: str
    twice: str
    ran_again: str
    relative: str
    relative_in_program: str
    relative_too_high: str
    type_checking: str
    in_if: str
    in_try: str
    lazy: str
    from_all_listed: str
    unused: str
    unused_yours: str
    bound_twice: str
    given_away: str
    gone: str
    kinds: dict[str, str]
    """What a name can stand for, by `NameKind`."""
    broken: str
    broken_plainly: str
    syntax: dict[str, str]
    """What is wrong, in plain words, by a part of Python's message; the first that fits counts."""
    asks_yours: str
    asks_unknown: str
    written_cycle: str


class DrawTexts(Entry):
    """Pictures: what stands on nodes and arrows, and the verbs that say the same in words.

    `not_in` is keyed by where a module was looked for, as an ImportEvent has it.
    """

    show_imports: str
    show_names: str
    gone: str
    cannot: str
    imports_title: str
    circle_title: str
    names_title: str
    program: str
    starts: str
    standard: str
    standard_several: str
    installed: str
    inside: str
    more: str
    more_standard: str
    hides: str
    not_found: str
    not_in: dict[str, str]
    not_in_folder: str
    coped: str
    stopped: str
    half_done: str
    half_done_without: str
    lacks: str
    step: str
    again: str
    folder: str
    package: str
    loose_package: str
    inside_module: str
    all_names: str
    no_name: str
    module: str
    your_module: str
    holds: str
    imports: str
    imports_again: str
    asks_names: str
    asks_again: str
    starts_file: str
    points_to: str


class ExampleTexts(Entry):
    """Showing examples."""

    heading: str
    unknown: str
    did_you_mean: str
    empty_file: str
    proved: str
    wrong_python: str


class TopicsTexts(Entry):
    """Listing topics; `levels` and `subjects` head each group, in this order."""

    heading: str
    found: str
    none: str
    page: str
    hint: str
    choose: str
    back: str
    next: str
    levels: dict[str, str]
    subjects: dict[str, str]

    def subject(self, group: str) -> str:
        """The heading of a group of cards; a new group that has none yet goes by its own name."""
        return self.subjects.get(group, group)


class LearnTexts(Entry):
    """Walking a learning path."""

    paths: str
    path: str
    progress: str
    heading: str
    question: str
    answer: str
    right: str
    wrong: str
    ran: str
    proved: str
    again: str
    done: str
    done_open: str
    back: str
    next: str
    lesson: str
    all_paths: str
    more: str
    reset: str
    unknown: str
    forgotten: str
    not_yours: str


class ModuleTexts(Entry):
    """What stands on a module's card, and what the running Python says of a module."""

    import_line: str
    since: str
    removed: str
    only_windows: str
    only_unix: str
    heading: str
    about: str
    kinds: dict[Kind, str]
    names: dict[Sort, str]
    really: str
    missing: str
    failed: str
    no_look: str
    not_a_name: str
    not_standard: str
    install: str
    install_name: str
    did_you_mean: str
    did_you_mean_package: str


class SiteTexts(Entry):
    """The pages of `modulo export`."""

    name: str
    about: str
    skip: str
    search: str
    search_hint: str
    found: str
    nothing: str
    paths: str
    why: str
    mistake: str
    confused: str
    holds: str
    examples: str
    output: str
    error: str
    differs: str
    silent: str
    empty_file: str
    stdin: str
    started: str
    follow_ups: str
    see_also: str
    sources: str
    neighbours: str
    before: str
    after: str
    step: str
    question: str
    right: str
    wrong: str
    more: str
    in_path: str


class HelpTexts(Entry):
    """The help pages; `pages` is keyed by command."""

    overview: str
    pages: dict[str, str]
    unknown_page: str
    did_you_mean: str


class FeedbackTexts(Entry):
    """What members may say about an answer; `reasons` is keyed by `journal.votes.Reason`."""

    helpful: str
    not_helpful: str
    report: str
    thanks: str
    sorry: str
    why_title: str
    why_reason: str
    why_text: str
    reasons: dict[str, str]
    what_title: str
    what_text: str
    reported: str
    enough_reports: str
    report_gone: str


class PrivacyTexts(Entry):
    """What is kept about a member; `deeds` is keyed by `reply.Deed`."""

    overview: str
    kept: str
    really: str
    forgotten: str
    opted_out: str
    opted_in: str
    not_yours: str
    deeds: dict[str, str]


class ServerTexts(Entry):
    """What a server sets for itself; `kinds` is keyed by `journal.roles.RoleKind`."""

    heading: str
    roles_line: str
    log_line: str
    passive_line: str
    untrusted: str
    only_managers: str
    role_given: str
    role_taken: str
    role_had_not: str
    kinds: dict[str, str]
    log_on: str
    log_off: str
    passive_on: str
    passive_off: str
    passive_deaf: str


class WhyTexts(Entry):
    """How a decision is explained to moderators."""

    heading: str
    answer: str
    offer: str
    nothing: str
    nothing_near: str
    line: str
    only_moderators: str


class PassiveTexts(Entry):
    """What stands on and about answers that nobody asked for."""

    show_more: str
    dismiss: str
    not_yours: str
    paused: str


class DiscordTexts(Entry):
    """What only the Discord front end says."""

    apology: str
    not_yours: str
    cooldown: str
    already_running: str
    attachment_too_big: str
    attachment_unreadable: str
    delete: str
    welcome: str


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


class Texts(Entry):
    """All of it."""

    ask: AskTexts
    run: RunTexts
    outcome: OutcomeTexts
    explain: ExplainTexts
    draw: DrawTexts
    example: ExampleTexts
    topics: TopicsTexts
    learn: LearnTexts
    module: ModuleTexts
    site: SiteTexts
    help: HelpTexts
    feedback: FeedbackTexts
    privacy: PrivacyTexts
    about: str
    server: ServerTexts
    passive: PassiveTexts
    why: WhyTexts
    discord: DiscordTexts
    desk: DeskTexts
