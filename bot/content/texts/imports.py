"""What is told of a program's imports, in sentences and in pictures."""

from bot.content.entry import Entry


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
    lazy_used: str
    lazy_unused: str
    from_all_listed: str
    unused: str
    unused_yours: str
    bound_twice: str
    given_away: str
    gone: str
    kinds: dict[str, str]
    """What a name can stand for, by `NameKind`."""
    not_read: str
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
