"""Writes the site: every page in its frame, the style sheet and the search."""

from collections.abc import Mapping
from pathlib import Path

from bot.content.schema import Content
from bot.content.texts.site import SiteTexts
from bot.errors import UsageError
from bot.website.html import Html, element, joined
from bot.website.images import Image
from bot.website.pages import INDEX, Page, Pages, image_file

_ASSETS = Path(__file__).parent / "assets"
STYLE, SEARCH = "style.css", "search.js"


def export(content: Content, folder: Path, images: Mapping[str, Image]) -> int:
    """Write the site into a folder that is new, empty, or holds an earlier site; the number of pages.

    The same content and images, by example, give the same bytes. What an earlier site has besides is
    left where it is.
    Raises UsageError when the folder holds something else or cannot be written.
    """
    must_be_ours(folder)
    pages = list(Pages(content, images).all())
    try:
        for page in pages:
            _write(folder / page.path, framed(page, content.texts.site).encode())
        for name, image in images.items():
            _write(folder / image_file(name), image.png)
        for name in (STYLE, SEARCH):
            _write(folder / name, (_ASSETS / name).read_bytes())
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be written: {error.strerror}.") from None
    return len(pages)


def must_be_ours(folder: Path) -> None:
    """Raise UsageError when the folder holds something else than an earlier site."""
    if folder.exists() and not (folder.is_dir() and _is_ours(folder)):
        raise UsageError(f"{folder} holds something else. Name a new folder, or one with an earlier export.")


def framed(page: Page, texts: SiteTexts) -> Html:
    """The whole document around the body of a page."""
    title = page.title if page.path == INDEX else f"{page.title} · {texts.name}"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("link", rel="stylesheet", href=page.root + STYLE),
        *([element("script", src=SEARCH, defer=True)] if page.path == INDEX else []),
    )
    home = element("a", texts.name, href=page.root + INDEX)
    body = element(
        "body",
        element("a", texts.skip, href="#content", class_="skip"),
        *([] if page.path == INDEX else [element("header", element("nav", home, aria_label=texts.name))]),
        element("main", page.body, id="content"),
        element("footer", element("p", texts.about)),
    )
    return joined(Html("<!doctype html>\n"), element("html", head, body, lang="en"), Html("\n"))


def _is_ours(folder: Path) -> bool:
    names = {path.name for path in folder.iterdir()}
    return not names or {INDEX, STYLE, SEARCH} <= names


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
