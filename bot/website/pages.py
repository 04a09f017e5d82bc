"""Topics, module cards, learning paths and the index → the parts of their pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bot import catalogue, module_page
from bot.content.paths import LETTERS, Answer, LearningPath, Step
from bot.content.program import Demonstration, Expected
from bot.content.schema import AnyCard, Content, Example, ModuleCard, Topic
from bot.content.texts.site import SiteTexts
from bot.website.html import Html, element, joined
from bot.website.images import Image
from bot.website.markdown import code, line, plain, prose

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site: where it lies, what it is called, and what is on it."""

    path: str
    title: str
    body: Html

    @property
    def root(self) -> str:
        """The way from the page up to the folder of the site."""
        return "../" * self.path.count("/")


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes the pages of this content, with the images of its examples."""

    content: Content
    images: Mapping[str, Image] = field(default_factory=dict)

    @property
    def texts(self) -> SiteTexts:
        """What the pages say besides the content."""
        return self.content.texts.site

    def all(self) -> Iterator[Page]:
        """Every page, in the order of the index."""
        levels = catalogue.by_level(self.content)
        yield Page(INDEX, self.texts.name, self._index(levels))
        for path in self.content.paths.values():
            yield Page(_path_file(path), path.title, self._path(path))
        cards = [card for cards in levels.values() for card in cards]
        for before, card, after in zip([None, *cards], cards, [*cards[1:], None], strict=False):
            yield Page(_card_file(card), plain(card.title), self._card(card, before, after))

    def _index(self, levels: dict[str, list[AnyCard]]) -> Html:
        search = element(
            "search",
            element("label", self.texts.search, for_="search"),
            element(
                "input", type="search", id="search", placeholder=self.texts.search_hint, autocomplete="off"
            ),
            element(
                "p", id="found", role="status", data_found=self.texts.found, data_nothing=self.texts.nothing
            ),
            hidden=True,
        )
        parts = [element("h1", self.texts.name), element("p", self.texts.about, class_="lead"), search]
        if self.content.paths:
            parts.append(_section(self.texts.paths, self._path_list(), class_="paths"))
        parts += [self._level(level, cards) for level, cards in levels.items()]
        return joined(*parts)

    def _path_list(self) -> Html:
        paths = self.content.paths.values()
        items = [
            element("li", element("a", path.title, href=_path_file(path)), prose(path.about))
            for path in paths
        ]
        return element("ol", *items)

    def _level(self, level: str, cards: Sequence[AnyCard]) -> Html:
        texts = self.content.texts.topics
        subjects = [
            element("section", element("h3", texts.subject(group)), element("ul", *map(_entry, found)))
            for group, found in groupby(cards, key=lambda card: card.group)
        ]
        return _section(texts.levels[level], *subjects, class_="level", id=level)

    def _card(self, card: AnyCard, before: AnyCard | None, after: AnyCard | None) -> Html:
        parts = [self._place(card), element("h1", line(card.title)), prose(card.answer)]
        parts += self._about_module(card) if isinstance(card, ModuleCard) else self._about_topic(card)
        if card.examples:
            examples = [self._example(example) for example in card.examples]
            parts.append(_section(self.texts.examples, *examples, class_="examples"))
        if card.follow_ups:
            asked = [
                element("details", element("summary", follow_up.asks[0]), prose(follow_up.answer))
                for follow_up in card.follow_ups
            ]
            parts.append(_section(self.texts.follow_ups, *asked))
        return element("article", *parts, *self._links(card), self._neighbours(before, after))

    def _place(self, card: AnyCard) -> Html:
        texts = self.content.texts.topics
        level = card.level.value if isinstance(card, Topic) else "modules"
        words = [
            element("a", texts.levels[level], href=f"../{INDEX}#{level}"),
            " · ",
            texts.subject(card.group),
        ]
        if card.python != ">=3.11":
            words += [" · ", self.texts.holds.format(versions=card.python)]
        return element("p", *words, class_="place")

    def _about_topic(self, topic: Topic) -> list[Html]:
        why = _section(self.texts.why, prose(topic.why))
        mistake = _section(self.texts.mistake, prose(topic.mistake), class_="mistake")
        return [why, mistake]

    def _about_module(self, card: ModuleCard) -> list[Html]:
        parts = [prose(module_page.facts(card, self.content.texts.module))]
        if card.confused_with:
            heading = element("h2", self.texts.confused)
            parts.append(element("section", heading, prose(card.confused_with), class_="mistake"))
        return parts

    def _example(self, example: Example) -> Html:
        return element(
            "section",
            element("h3", line(example.goal)),
            self._program(example),
            *self._picture(example),
            prose(example.explanation),
            id=example.name,
        )

    def _picture(self, example: Example) -> Iterator[Html]:
        if image := self.images.get(example.name):
            size = {"width": str(image.width), "height": str(image.height)}
            shown = element(
                "img", src=f"../{image_file(example.name)}", alt=image.alt, loading="lazy", **size
            )
            yield element("figure", shown, class_="picture")

    def _program(self, program: Demonstration) -> Html:
        parts = [self._file(name, source) for name, source in program.files.items()]
        if program.stdin:
            parts.append(_figure(self.texts.stdin, code(program.stdin, python=False)))
        if program.argv or len(program.files) > 1:
            command = element("code", " ".join(["python", *(program.argv or [program.entry])]))
            parts.append(element("p", self.texts.started, " ", command, class_="started"))
        parts += self._printed(program, "")
        for difference in program.differs:
            parts += self._printed(difference, f" ({self.texts.differs.format(versions=difference.python)})")
        return element("div", *parts, class_="program")

    def _file(self, name: str, source: str) -> Html:
        if not source.strip():
            return element("p", element("code", name), " ", self.texts.empty_file, class_="started")
        return _figure(element("code", name), code(source, python=name.endswith(".py")))

    def _printed(self, expected: Expected, where: str) -> Iterator[Html]:
        streams = ((self.texts.output, expected.output), (self.texts.error, expected.error))
        for label, text in streams:
            if text:
                yield _figure(label + where, code(text, python=False), kind="printed")
        if not expected.output and not expected.error:
            yield element("p", self.texts.silent + where, class_="started")

    def _links(self, card: AnyCard) -> Iterator[Html]:
        known = [self.content.cards[slug] for slug in card.see_also if slug in self.content.cards]
        steps = [
            (path, number)
            for path in self.content.paths.values()
            for number, step in enumerate(path.steps, 1)
            if step.topic == card.slug
        ]
        if known or steps:
            items = [element("li", _link(other)) for other in known]
            for path, number in steps:
                link = element("a", path.title, href=f"../{_path_file(path)}#{_step_id(number)}")
                items.append(element("li", self.texts.in_path.format(number=number), " ", link))
            yield _section(self.texts.see_also, element("ul", *items))
        sources = [
            element("li", element("a", url.removeprefix("https://"), href=url)) for url in card.sources
        ]
        yield _section(self.texts.sources, element("ul", *sources), class_="sources")

    def _neighbours(self, before: AnyCard | None, after: AnyCard | None) -> Html:
        named = ((self.texts.before, before, "prev"), (self.texts.after, after, "next"))
        links = [
            element(
                "span", f"{label}: ", element("a", line(card.title), href=f"../{_card_file(card)}", rel=rel)
            )
            for label, card, rel in named
            if card
        ]
        return element("nav", *links, aria_label=self.texts.neighbours, class_="neighbours")

    def _path(self, path: LearningPath) -> Html:
        steps = [self._step(number, step) for number, step in enumerate(path.steps, 1)]
        end = element("section", prose(path.done))
        return element("article", element("h1", path.title), prose(path.about), *steps, end)

    def _step(self, number: int, step: Step) -> Html:
        card = self.content.cards[step.topic]
        heading = self.texts.step.format(number=number, title=step.title)
        first = [self._files(step.program)] if step.program_first else []
        answers = [
            self._answer(letter, answer, step) for letter, answer in zip(LETTERS, step.answers, strict=False)
        ]
        question = element("div", element("h3", self.texts.question), prose(step.asks), *first, *answers)
        more = element("p", self.texts.more, " ", _link(card))
        return _section(line(heading), prose(step.lesson), question, more, id=_step_id(number))

    def _answer(self, letter: str, answer: Answer, step: Step) -> Html:
        verdict = element("strong", self.texts.right if answer.right else self.texts.wrong)
        shown: list[Html] = []
        if not answer.right:
            seen = step.program_first and answer.program is None
            shown = list(self._printed(step.program, "")) if seen else [self._program(step.proof(answer))]
        said = element("summary", element("b", letter), " ", line(answer.says))
        return element("details", said, element("p", verdict), prose(answer.because), *shown)

    def _files(self, program: Demonstration) -> Html:
        files = (self._file(name, source) for name, source in program.files.items())
        return element("div", *files, class_="program")


def _section(heading: str, *children: str, **attributes: str) -> Html:
    return element("section", element("h2", heading), *children, **attributes)


def _entry(card: AnyCard) -> Html:
    words = " ".join([card.slug, *card.questions])
    return element("li", element("a", line(card.title), href=_card_file(card)), data_words=words)


def _link(card: AnyCard) -> Html:
    return element("a", line(card.title), href=f"../{_card_file(card)}")


def _figure(caption: str, block: Html, *, kind: str = "file") -> Html:
    return element("figure", element("figcaption", caption), block, class_=kind)


def _card_file(card: AnyCard) -> str:
    return f"{'topics' if isinstance(card, Topic) else 'modules'}/{card.slug}.html"


def image_file(example: str) -> str:
    """Where the picture of the example of this name lies."""
    return f"pictures/{example}.png"


def _path_file(path: LearningPath) -> str:
    return f"paths/{path.slug}.html"


def _step_id(number: int) -> str:
    return f"step-{number}"
