"""Cards, runs and explanations → Reply, in the words of content/texts.yaml."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, itemgetter

from bot import module_page
from bot.content.program import Demonstration, Program
from bot.content.prose import flow
from bot.content.schema import AnyCard, Content, Example, ModuleCard, Topic
from bot.content.texts import Texts
from bot.content.texts.learners import ExampleTexts, OutcomeTexts, RunTexts, TopicsTexts
from bot.draw.graph import Graph
from bot.explain.explanation import Explanation, Failure
from bot.quote import bare, inline
from bot.reply import Attached, Choice, Code, Drawing, Menu, Output, Page, Part, Picture, Reply, Show, Text
from bot.sandbox.fences import Remark
from bot.sandbox.run import Limits, Outcome, Run
from bot.sandbox.snippet import Snippet
from bot.sandbox.written import FileKind, named_apart
from bot.search.decide import Match

MAX_CHOICES = 3
MAX_SOURCES = 2
ON_A_PAGE = 18
MAX_ATTACHED = 6
"""Files of a program's that are handed on; a message takes ten, and two can be its output."""
_OUTPUT, _ERRORS = "output.txt", "errors.txt"
_NEWEST = "3.15"
"""The Python whose proved output is shown."""


def card_reply(card: AnyCard, content: Content, others: Iterable[Match] = ()) -> Reply:
    """A topic or a module card, with its neighbours to choose from."""
    texts = content.texts
    paragraphs = [f"**{card.title}**\n{flow(card.answer)}"]
    match card:
        case Topic():
            paragraphs.append(texts.ask.why.format(text=flow(card.why)))
            paragraphs.append(texts.ask.mistake.format(text=flow(card.mistake)))
        case ModuleCard() if card.confused_with:
            paragraphs.append(flow(card.confused_with))
    links = " · ".join(f"<{url}>" for url in card.sources[:MAX_SOURCES])
    last = [texts.ask.sources.format(links=links)]
    if card.examples:
        last.insert(0, texts.ask.example.format(name=card.examples[0].name))
    if isinstance(card, ModuleCard):
        last.insert(0, module_page.facts(card, texts.module))
    paragraphs.append("\n".join(last))
    offered = choices([*(match.topic for match in others), *card.see_also], content)
    text = Text("\n\n".join(paragraphs))
    return Reply((text,), topic=card.slug, choices=offered, revision=card.revision)


def choices(slugs: Iterable[str], content: Content) -> tuple[Choice, ...]:
    """Buttons for the topics that exist, each once."""
    known = [slug for slug in dict.fromkeys(slugs) if slug in content.cards]
    return tuple(Choice(content.cards[slug].title.replace("`", ""), slug) for slug in known[:MAX_CHOICES])


def follow_up_reply(card: AnyCard, answer: str, content: Content) -> Reply:
    """The short answer to what people ask next, and the whole card to choose."""
    offered = choices([card.slug, *card.see_also], content)
    return Reply((Text(flow(answer)),), topic=card.slug, choices=offered, revision=card.revision)


def failure_reply(failure: Failure, others: Iterable[Match], content: Content) -> Reply:
    """A pasted error: what happened, why, and how to fix it, with the topics that say more."""
    topics = dict.fromkeys([failure.topic, *(match.topic for match in others)])
    revision = content.failures[failure.pattern].revision
    offered = choices(topics, content)
    return Reply((_failure(failure),), topic=failure.topic, choices=offered, revision=revision)


def explanation_reply(explanation: Explanation, content: Content) -> Reply:
    """What imports do, as far as can be said without running them."""
    texts = content.texts.explain
    parts = _explained(explanation, texts.heading_written) or (Text(texts.nothing),)
    topics = _topics(explanation)
    return Reply(parts, topic=next(iter(topics), None), choices=choices(topics, content))


def pictured(reply: Reply, graph: Graph | None, label: str) -> Reply:
    """The reply with its picture or, where words say nearly as much, with a button that shows it."""
    if graph is None:
        return reply
    if graph.telling:
        return replace(reply, parts=(*reply.parts, Drawing(graph)))
    return replace(reply, choices=(*reply.choices, Show(label, graph)))


def did_you_mean(matches: Sequence[Match], content: Content) -> Reply:
    """Not sure: the closest topics to choose from."""
    return Reply(
        (Text(content.texts.ask.did_you_mean),), choices=choices((m.topic for m in matches), content)
    )


def nothing(nearest: Sequence[Match], content: Content) -> Reply:
    """No answer, said plainly, with what lies closest if anything does."""
    offered = choices((match.topic for match in nearest), content)
    words = content.texts.ask.nothing
    if offered:
        words += " " + content.texts.ask.closest
    return Reply((Text(words),), choices=offered)


def run_reply(
    snippet: Snippet,
    run: Run,
    explanation: Explanation,
    texts: Texts,
    *,
    limits: Limits,
    remarks: Sequence[Remark],
) -> Reply:
    """How a learner's program ended, what it printed, and what its imports did."""
    status = status_line(snippet, run, texts, limits=limits)
    if len(snippet.files) > 1:
        names = ", ".join(inline(file.path, limit=40) for file in snippet.files)
        status = f"{status}\n{texts.run.files.format(files=names)}"
    said = tuple(Text(remark_text(remark, texts.run)) for remark in remarks)
    return Reply(
        (*said, Text(status), *outputs(run, texts.run), *explained(explanation, texts)),
        topic=next(iter(_topics(explanation)), None),
    )


def waiting_reply(before: int, texts: RunTexts) -> Reply:
    """How many programs come first; 0 is the next."""
    if not before:
        return Reply((Text(texts.next),))
    return Reply((Text((texts.one_before if before == 1 else texts.before).format(count=before)),))


def example_reply(
    card: AnyCard, example: Example, shown: tuple[Part, ...], explanation: Explanation, content: Content
) -> Reply:
    """A curated example: its files, what a run of it printed (`shown`), and why."""
    texts = content.texts.example
    heading = texts.heading.format(title=card.title, name=example.name, goal=example.goal)
    return Reply(
        (
            Text(heading),
            *sources(example, texts),
            *shown,
            Text(flow(example.explanation)),
            *explained(explanation, content.texts),
        ),
        topic=card.slug,
        choices=choices([card.slug, *card.see_also], content),
        revision=card.revision,
    )


def sources(program: Program, texts: ExampleTexts) -> tuple[Part, ...]:
    """The files of a curated program."""
    return tuple(
        Code(source, name, _language(name))
        if source.strip()
        else Text(texts.empty_file.format(name=inline(name)))
        for name, source in program.files.items()
    )


def status_line(snippet: Snippet, run: Run, texts: Texts, *, limits: Limits) -> str:
    """One line: how it ended, how it was started, on which Python, how long it took."""
    return texts.run.status.format(
        outcome=outcome_text(run, texts.outcome, limits),
        python=run.python,
        millis=round(run.millis),
        command=inline(" ".join(["python", *(snippet.argv or [snippet.entry])])),
    )


def outcome_text(run: Run, texts: OutcomeTexts, limits: Limits) -> str:
    """How the run ended, in words."""
    phrases: Mapping[Outcome, str] = {outcome: getattr(texts, outcome.value) for outcome in Outcome}
    return phrases[run.outcome].format(
        code=run.exit_code,
        reason=run.reason,
        elapsed=f"{run.millis / 1000:.0f}",
        memory=limits.memory_bytes >> 20,
        output=limits.output_bytes >> 10,
    )


def outputs(run: Run, texts: RunTexts) -> tuple[Part, ...]:
    """Both streams, each only when it has something, and the files it wrote; printing nothing is said."""
    parts: list[Part] = []
    if run.stdout:
        parts.append(_output(run.stdout, texts.output, _OUTPUT, texts))
    if run.stderr:
        parts.append(_output(run.stderr, texts.errors, _ERRORS, texts))
    if not parts and run.outcome in (Outcome.FINISHED, Outcome.RAISED):
        parts.append(Text(texts.no_output))
    parts += _written(run, texts)
    last_line = run.stderr_text.rstrip().rpartition("\n")[2]
    parts += [Text(hint) for beginning, hint in texts.hints.items() if last_line.startswith(beginning)]
    return tuple(parts)


def _written(run: Run, texts: RunTexts) -> Iterator[Part]:
    """Which files it wrote, and the small texts and pictures among them."""
    if not run.files:
        return
    listed = [
        texts.wrote_file.format(name=inline(file.path, limit=40), size=f"{file.size:,}") for file in run.files
    ]
    if run.more_files:
        listed.append(texts.wrote_more.format(count=run.more_files))
    yield Text(texts.wrote.format(files=", ".join(listed)))
    handed_on = [file for file in run.files if file.kind is not FileKind.OTHER][:MAX_ATTACHED]
    for name, file in named_apart(handed_on, taken=(_OUTPUT, _ERRORS)):
        if file.kind is FileKind.PNG:
            alt = texts.picture.format(name=bare(file.path, limit=40))
            yield Picture(file.content or b"", alt, name)
        else:
            yield Attached(file.content or b"", name)


def explained(explanation: Explanation, texts: Texts) -> tuple[Part, ...]:
    """The failure first, then what the imports did."""
    return _explained(explanation, texts.explain.heading)


def _explained(explanation: Explanation, heading: str) -> tuple[Part, ...]:
    parts: list[Part] = []
    if explanation.failure is not None:
        parts.append(_failure(explanation.failure))
    if explanation.notes:
        lines = "\n".join(f"- {note.markdown}" for note in explanation.notes)
        parts.append(Text(f"{heading}\n{lines}"))
    return tuple(parts)


def remark_text(remark: Remark, texts: RunTexts) -> str:
    """What to tell about how the message was read."""
    return str(getattr(texts, remark.kind.value)).format(places=remark.places)


def topic_list(groups: Mapping[str, Sequence[AnyCard]], word: str, page: int, content: Content) -> Reply:
    """A page of the topics by level and subject, counted from 1, with a menu to open one of them."""
    texts = content.texts.topics
    listed = [(level, card) for level, cards in groups.items() for card in cards]
    if not listed:
        return Reply((Text(texts.none.format(word=inline(word))),), passing=True)
    pages = -(-len(listed) // ON_A_PAGE)
    page = min(max(page, 1), pages)
    heading = texts.found if word else texts.heading
    parts = [Text(heading.format(word=inline(word), count=len(listed)))]
    here = listed[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    for level, cards in groupby(here, key=itemgetter(0)):
        parts.append(
            Text(f"**{texts.levels[level]}**\n" + "\n".join(_subjects([c for _, c in cards], texts)))
        )
    if pages > 1:
        turn = f"{word} {page % pages + 1}".strip()
        parts.append(Text(texts.page.format(page=page, pages=pages, turn=turn)))
    menu = Menu(texts.choose, tuple(Choice(card.title.replace("`", ""), card.slug) for _, card in here))
    turns = [Page(texts.back, word, page - 1)] if page > 1 else []
    turns += [Page(texts.next, word, page + 1)] if page < pages else []
    return Reply((*parts, Text(texts.hint)), choices=(menu, *turns))


def _subjects(cards: Sequence[AnyCard], texts: TopicsTexts) -> Iterator[str]:
    for group, found in groupby(cards, key=attrgetter("group")):
        yield f"*{texts.subject(group)}*"
        yield from (f"- {card.title} · `{card.slug}`" for card in found)


def proved(program: Demonstration, texts: RunTexts) -> tuple[Part, ...]:
    """What the program is known to print, when it cannot be run or need not be."""
    expected = program.expected_on(_NEWEST)
    streams = ((expected.output, texts.output, _OUTPUT), (expected.error, texts.errors, _ERRORS))
    return tuple(_output(text.encode(), label, name, texts) for text, label, name in streams if text)


def _language(name: str) -> str:
    return "py" if name.endswith(".py") else ""


def _failure(failure: Failure) -> Text:
    return Text(f"💡 {flow(failure.what)}\n{flow(failure.why)}\n{flow(failure.fix)}")


def _output(exact: bytes, label: str, file_name: str, texts: RunTexts) -> Output:
    return Output(exact, label, file_name, in_part=texts.in_part, altered=texts.exact)


def _topics(explanation: Explanation) -> list[str]:
    topics = [explanation.failure.topic] if explanation.failure else []
    return topics + [note.topic for note in explanation.notes if note.topic]
