"""Reply → the messages Discord is sent: pure, so that the command line can say the same without Discord.

Discord's limits live here. What a program printed is shown in part when it is long; whenever the shown
copy is not exactly what was printed, the exact bytes are attached.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.discord_ui import shown
from bot.draw.graph import Graph
from bot.reply import (
    About,
    Attached,
    Code,
    Deed,
    Drawing,
    Menu,
    Move,
    Offer,
    Output,
    Part,
    Picture,
    Reply,
    Text,
)

MAX_CONTENT = 2000
MAX_MESSAGES = 4
MAX_FILES = 10
MAX_CHOICES = 20
MAX_MENU = 25
MAX_LABEL = 80
MAX_ALT = 1024

_FENCED = re.compile(r"```(?:([\w+.#-]*)\n)?(.*?)\n?```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a message; a picture has its description."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for Discord."""

    content: str
    files: tuple[Attachment, ...] = ()
    choices: tuple[Offer, ...] = ()
    about: About | None = None
    deeds: tuple[Deed, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """Markdown that stays together, at most one message long, and the files that belong to it."""

    markdown: str
    files: tuple[Attachment, ...] = ()


def render(reply: Reply, images: Mapping[Graph, bytes] | None = None) -> list[Outgoing]:
    """The messages that carry the reply, at least one; the buttons hang on the last.

    `images` are the PNGs of its drawings; one that is missing could not be made, and is left out.
    """
    drawn = images or {}
    messages = _packed(piece for part in reply.parts for piece in _pieces(part, drawn))
    if len(messages) > MAX_MESSAGES:
        whole = "\n\n".join(message.content for message in messages)
        last = messages[MAX_MESSAGES - 1]
        files = (*last.files[: MAX_FILES - 1], Attachment("answer.md", whole.encode()))
        messages = [*messages[: MAX_MESSAGES - 1], Outgoing(last.content, files)]
    last = messages[-1]
    choices = tuple(_offer(choice) for choice in reply.choices[:MAX_CHOICES])
    under = Outgoing(last.content, last.files, choices, reply.about, reply.deeds, reply.moves)
    return [*messages[:-1], under]


def plain_text(reply: Reply) -> str:
    """All the text Discord would be sent: the messages, then what the buttons say."""
    messages = render(reply)
    labels = [f"[{choice.label}]" for choice in messages[-1].choices]
    return "\n".join([*(message.content for message in messages), *labels])


def _pieces(part: Part, images: Mapping[Graph, bytes]) -> Iterator[_Piece]:
    match part:
        case Text(markdown):
            yield from _text(shown.prose(markdown))
        case Code(source, name, language):
            heading = f"{shown.prose(f'**`{name}`**')}\n" if name else ""
            yield from _code(shown.code(source.rstrip("\n")), language, heading)
        case Output():
            yield _output(part)
        case Picture(png, alt, file_name):
            yield _Piece("", (Attachment(file_name, png, alt[:MAX_ALT]),))
        case Drawing(graph, file_name):
            if graph in images:
                yield _Piece("", (Attachment(file_name, images[graph], graph.alt[:MAX_ALT]),))
        case Attached(data, file_name):
            yield _Piece("", (Attachment(file_name, data),))


def _packed(pieces: Iterable[_Piece]) -> list[Outgoing]:
    """The pieces in as few messages as their order allows."""
    messages: list[Outgoing] = []
    content, files = "", tuple[Attachment, ...]()
    for piece in pieces:
        joined = content + _between(content, piece.markdown) + piece.markdown
        if len(joined) > MAX_CONTENT or len(files) + len(piece.files) > MAX_FILES:
            messages.append(Outgoing(content, files))
            joined, files = piece.markdown, ()
        content, files = joined, (*files, *piece.files)
    return [*messages, Outgoing(content if content or files else "…", files)]


def _between(above: str, below: str) -> str:
    """Blocks bring their own margin; paragraphs need a blank line."""
    if not above or not below:
        return ""
    return "\n" if above.endswith(shown.FENCE) or shown.FENCE in below[:MAX_LABEL] else "\n\n"


def _text(markdown: str) -> Iterator[_Piece]:
    if len(markdown) <= MAX_CONTENT:
        yield _Piece(markdown)
        return
    position = 0
    for block in _FENCED.finditer(markdown):
        yield from _paragraphs(markdown[position : block.start()])
        yield from _code(shown.code(block[2]), block[1] or "", "")
        position = block.end()
    yield from _paragraphs(markdown[position:])


def _paragraphs(markdown: str) -> Iterator[_Piece]:
    for paragraph in re.split(r"\n{2,}", markdown.strip()):
        for chunk in _chunks(paragraph, MAX_CONTENT):
            yield _Piece(chunk)


def _code(source: str, language: str, heading: str) -> Iterator[_Piece]:
    room = MAX_CONTENT - len(heading) - len(shown.fenced("", language))
    for chunk in _chunks(source, room) or [""]:
        yield _Piece(heading + shown.fenced(chunk, language))
        heading = ""


def _chunks(text: str, room: int) -> list[str]:
    """Text cut at line ends, and inside a line only when that is longer than a whole chunk."""
    chunks: list[str] = []
    for line in text.split("\n"):
        for start in range(0, max(len(line), 1), room):
            part = line[start : start + room]
            if chunks and not start and len(chunks[-1]) + 1 + len(part) <= room:
                chunks[-1] += "\n" + part
            else:
                chunks.append(part)
    return [chunk for chunk in chunks if chunk.strip()]


def _output(output: Output) -> _Piece:
    part = shown.excerpt(output)
    label = f"**{output.label}**\n" if output.label else ""
    block = label + shown.fenced(part.text)
    if part.exact:
        return _Piece(block)
    says = output.altered if part.lines == part.of_lines else output.in_part
    note = says.format(shown=part.lines, total=part.of_lines, file=output.file_name)
    return _Piece(f"{block}\n{note}", (Attachment(output.file_name, output.exact),))


def _offer(offer: Offer) -> Offer:
    if isinstance(offer, Menu):
        listed = tuple(replace(choice, label=_label(choice.label)) for choice in offer.choices[:MAX_MENU])
        return Menu(_label(offer.label), listed)
    return replace(offer, label=_label(offer.label))


def _label(text: str) -> str:
    """A button's text: one line of plain characters."""
    words = " ".join(shown.code(text).split()) or "…"
    return words if len(words) <= MAX_LABEL else words[: MAX_LABEL - 1] + "…"
