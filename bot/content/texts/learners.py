"""What a learner is told: answers, runs, examples, lists, lessons, modules and help."""

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
    in_short: str
    prints: str
    since: str
    versions: str
    or_these: str
    go_on: str
    people_ask: str
    names_nothing: str


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
    going_on: str
    joined: str
    left_out: str
    unclosed: str
    invisible: str
    hints: dict[str, str]
    form_title: str
    form_code: str
    form_code_hint: str
    form_stdin: str
    form_files: str
    form_files_hint: str


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


class TerminalTexts(Entry):
    """What only the terminal says."""

    greeting: str
    no_picture: str
    not_drawn: str


class HelpTexts(Entry):
    """The help pages; `pages` is keyed by command."""

    overview: str
    pages: dict[str, str]
    unknown_page: str
    did_you_mean: str
