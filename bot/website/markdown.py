"""Curated Markdown and code → HTML; markup in the text stays text, and only safe links become links."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from bot.content.prose import flow
from bot.website.html import Html, element

_FORMATTER = HtmlFormatter(nowrap=True)
_PYTHON = frozenset({"py", "python"})


class _Renderer(RendererHTML):
    def fence(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """A block of code; markdown-it finds this method by its name."""
        return code(tokens[idx].content, python=tokens[idx].info.strip() in _PYTHON)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")


def prose(markdown: str) -> Html:
    """Paragraphs, lists and code."""
    return Html(_MARKDOWN.render(flow(markdown)))


def line(markdown: str) -> Html:
    """A heading or another single line."""
    return Html(_MARKDOWN.renderInline(markdown))


def plain(markdown: str) -> str:
    """A single line without its marks, for a page's title and for search."""
    return markdown.replace("`", "").replace("**", "")


def code(source: str, *, python: bool) -> Html:
    """A block that can be scrolled with the keyboard, with the colours of Python when it is Python."""
    marked = Html(highlight(source, PythonLexer(stripnl=False), _FORMATTER)) if python else source
    return element("pre", element("code", marked), tabindex="0")
