"""What is said on Discord: to members about answers and about themselves, and to who looks after a server."""

from bot.content.entry import Entry


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
    archive_unreadable: str
    delete: str
    cancel: str
    not_yours_to_cancel: str
    welcome: str
