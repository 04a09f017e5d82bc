"""Reply → rich renderable."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.syntax import Syntax
from rich.text import Text as Plain

from bot.reply import Attached, Choice, Code, Drawing, Output, Part, Picture, Reply, Text
from bot.terminal_ui.tree import tree

MAX_LINES = 200


def render(reply: Reply) -> RenderableType:
    """The whole reply from top to bottom, its choices last."""
    return Group(*_parts(reply))


def _parts(reply: Reply) -> Iterator[RenderableType]:
    for part in reply.parts:
        yield _part(part)
    topics = [
        f"- {choice.label} (`{choice.topic}`)" for choice in reply.choices if isinstance(choice, Choice)
    ]
    if topics:
        yield Markdown("\n".join(topics))


def _part(part: Part) -> RenderableType:
    match part:
        case Text(markdown):
            # Markdown joins lines; in chat every line break counts
            return Markdown(_keep_breaks(markdown))
        case Code(source, name, language):
            code = Syntax(source.rstrip("\n"), "python" if language == "py" else language, theme="ansi_dark")
            return Panel(code, title=Plain(name) if name else None, title_align="left", expand=False)
        case Output():
            title = Plain(part.label)
            return Panel(Plain(_shown(part.text)), title=title, title_align="left", expand=False)
        case Picture():
            return Plain(part.alt)
        case Drawing(graph):
            return tree(graph)
        case Attached():
            return Group()  # its name is in the text; --save takes it along


def _keep_breaks(markdown: str) -> str:
    lines: list[str] = []
    fenced = False
    for line in markdown.split("\n"):
        fenced ^= line.startswith("```")
        lines.append(line if fenced or not line.strip() else line + "  ")
    return "\n".join(lines)


def _shown(text: str) -> str:
    """What a terminal may show: no control character gets through but the line break and the tab."""
    safe = "".join(char if char in "\n\t" or char.isprintable() else f"\\x{ord(char):02x}" for char in text)
    lines = safe.rstrip("\n").split("\n")
    if len(lines) > MAX_LINES:
        lines = [*lines[:MAX_LINES], f"… {len(lines) - MAX_LINES} more lines"]
    return "\n".join(lines)
