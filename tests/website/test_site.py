"""The exported site: whole, safe, the same each time, and readable without a network."""

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from bot.content.load import load
from bot.content.schema import Content
from bot.errors import UsageError
from bot.sandbox.box import SandboxSettings
from bot.website.html import VOID, Html, element, joined
from bot.website.images import draw_examples
from bot.website.markdown import code, line, prose
from bot.website.site import export
from tests.conftest import CONTENT, edit


class Parsed(HTMLParser):
    """A page taken apart; it fails on an element that is closed by another one."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.headings: list[int] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.words = ""
        self.feed(file.read_text("utf-8"))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.images += [given] if tag == "img" else []
        if tag not in VOID:
            self.open.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append(given["href"] or "")
        self.loaded += [given[key] or "" for key in ("src",) if key in given]
        self.loaded += [given["href"] or ""] if tag == "link" else []
        self.ids += [given["id"] or ""] if "id" in given else []
        assert not any(key.startswith("on") or key == "style" for key in given)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    export(load(CONTENT), folder, {})
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Parsed]:
    """Every page by its address."""
    return {file.as_uri(): Parsed(file) for file in sorted(site.rglob("*.html"))}


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def targets(pages: dict[str, Parsed]) -> Iterator[tuple[str, str]]:
    for address, page in pages.items():
        for link in page.links:
            yield address, urljoin(address, link)


def test_every_topic_module_and_path_has_its_page(site: Path, content: Content) -> None:
    names = {file.stem for folder in ("topics", "modules", "paths") for file in (site / folder).iterdir()}

    assert names == {*content.cards, *content.paths}


def test_every_link_leads_to_a_page_of_the_site_or_to_the_documentation(pages: dict[str, Parsed]) -> None:
    for address, target in targets(pages):
        file, fragment = urldefrag(target)
        if urlsplit(target).scheme == "https":
            continue
        assert file in pages, f"{address} → {target}"
        assert not fragment or fragment in pages[file].ids, f"{address} → {target}"


def test_every_page_is_reached_from_the_index(pages: dict[str, Parsed], site: Path) -> None:
    index = (site / "index.html").as_uri()
    listed = {urljoin(index, link) for link in pages[index].links}

    assert set(pages) - listed == {index}


def test_nothing_is_loaded_but_the_sites_own_style_and_search(pages: dict[str, Parsed], site: Path) -> None:
    loaded = {urljoin(address, name) for address, page in pages.items() for name in page.loaded}

    assert loaded == {(site / name).as_uri() for name in ("style.css", "search.js")}
    for name in ("style.css", "search.js"):
        text = (site / name).read_text("utf-8")
        assert "url(" not in text
        assert "http" not in text


def test_headings_go_down_step_by_step_from_one_title(pages: dict[str, Parsed]) -> None:
    for address, page in pages.items():
        assert page.headings[0] == 1, address
        assert page.headings.count(1) == 1, address
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(below <= above + 1 for above, below in steps), address
        assert len(page.ids) == len(set(page.ids)), address
        assert page.tags["main"] == page.tags["title"] == 1, address


def test_a_page_has_all_of_its_topic_and_the_proved_output(pages: dict[str, Parsed], site: Path) -> None:
    page = pages[(site / "topics/if-name-main.html").as_uri()].words

    for words in (
        'What if __name__ == "__main__": does',
        "Why is it so?",
        "Common mistake",
        "my name is mymodule",
        "Start it with python main.py",
        "You may wonder",
        "docs.python.org/3/library/__main__.html",
    ):
        assert words in page


def test_every_example_is_shown_with_every_file_and_output(
    pages: dict[str, Parsed], site: Path, content: Content
) -> None:
    for card in content.cards.values():
        (file,) = site.rglob(f"{card.slug}.html")
        words = pages[file.as_uri()].words
        for example in card.examples:
            shown = [*example.files.values(), example.output, example.error]
            shown += [text for other in example.differs for text in (other.output, other.error)]
            assert all(text.strip() in words for text in shown), example.name


def test_a_step_shows_its_answers_and_the_programs_that_prove_them_wrong(
    pages: dict[str, Parsed], site: Path, content: Content
) -> None:
    for path in content.paths.values():
        words = pages[(site / f"paths/{path.slug}.html").as_uri()].words
        for step in path.steps:
            for answer in step.answers:
                proof = step.proof(answer)
                shown = [] if answer.right else [*proof.files.values(), proof.output, proof.error]
                assert all(text.strip() in words for text in shown), step.title


def test_the_same_content_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    export(load(CONTENT), tmp_path / "again", {})

    assert files_of(tmp_path / "again") == files_of(site)


def test_an_earlier_export_is_written_over(folder: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    export(load(folder), site, {})
    edit(folder / "topics/boats.yaml", "title: Boats", "title: Ships")

    assert export(load(folder), site, {}) == 3
    assert "Ships in a" in (site / "topics/boats.html").read_text("utf-8")


def test_a_folder_with_something_else_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/diary.txt").write_text("dear diary", "utf-8")
    (tmp_path / "file").write_text("", "utf-8")

    for name in ("mine", "file"):
        with pytest.raises(UsageError, match="holds something else"):
            export(load(folder), tmp_path / name, {})
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["diary.txt"]


def test_a_folder_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(UsageError, match="cannot be written"):
        export(load(folder), tmp_path / "file/site", {})


HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "render", [prose, line, lambda text: code(text, python=True), lambda text: code(text, python=False)]
)
def test_markup_in_a_text_stays_text(render: object) -> None:
    assert "<script" not in render(HOSTILE)
    assert "alert" in render(HOSTILE)


def test_a_link_that_runs_something_is_no_link() -> None:
    assert "<a" not in prose("[press](javascript:alert(1))")
    assert '<a href="https://docs.python.org">' in prose("<https://docs.python.org>")


def test_text_and_attributes_are_escaped_and_markup_is_not() -> None:
    assert element("p", "a < b", title='"quoted"') == '<p title="&quot;quoted&quot;">a &lt; b</p>'
    assert element("input", hidden=True, id="x", disabled=False) == '<input hidden id="x">'
    assert joined(Html("<b>"), "<b>") == "<b>&lt;b&gt;"


def test_hostile_content_cannot_break_out_of_its_page(folder: Path, tmp_path: Path) -> None:
    topic = folder / "topics/boats.yaml"
    edit(topic, "Boats in a `harbour`", f"Boats {HOSTILE}")
    edit(topic, "where do boats sleep", f"'\"quoted {HOSTILE}'")
    edit(topic, "name: boats-lost", "name: boats-lost\n    stdin: '</pre><script>'")
    edit(topic, "      Line 1 prints it.", f"      Line {HOSTILE} prints it.")

    export(load(folder), tmp_path / "site", {})

    for file in (tmp_path / "site").rglob("*.html"):
        assert Parsed(file).tags["script"] == (1 if file.name == "index.html" else 0)


async def test_an_example_with_something_to_see_has_its_picture_beside_it(
    folder: Path, tmp_path: Path
) -> None:
    edit(
        folder / "topics/boats.yaml",
        '        print("boat")\n    output',
        "        import boat\n      boat.py: |\n        print('boat')\n    output",
    )
    content, settings = load(folder), SandboxSettings(warm=0)
    for name in ("first", "second"):
        assert export(content, tmp_path / name, await draw_examples(content, settings)) == 3

    (page, *others) = [Parsed(tmp_path / "first/topics" / name) for name in ("boats.html", "ropes.html")]
    (image,) = page.images
    png = (tmp_path / "first/topics" / (image["src"] or "")).read_bytes()
    assert png[16:24] == b"".join(int(image[side] or "").to_bytes(4, "big") for side in ("width", "height"))
    assert "main.py" in (image["alt"] or "")
    assert "boat.py" in (image["alt"] or "")
    assert image["loading"] == "lazy"
    assert [other.images for other in others] == [[]]
    assert files_of(tmp_path / "first") == files_of(tmp_path / "second")
