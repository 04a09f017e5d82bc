"""What stands on the exported pages."""

from bot.content.entry import Entry


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
