"""The one door for learners: ask, example, run, module, topics, help → Reply."""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot import catalogue, compose, decided
from bot.content import program as curated
from bot.content.schema import Content, Example, ModuleCard
from bot.content.texts import Texts
from bot.draw.draw import draw_names, draw_run
from bot.draw.graph import Graph
from bot.errors import SandboxUnavailable, UsageError
from bot.explain.explain import explain_run, explain_traceback, explain_written
from bot.explain.explanation import Explanation
from bot.explain.program import Program
from bot.explain.story import Story
from bot.journal.asked import AskedQuestion, Decided
from bot.library import Library
from bot.lookup import Looked, look_up
from bot.quote import inline
from bot.reply import Part, Reply, Text
from bot.sandbox.fences import Remark
from bot.sandbox.queue import Asker
from bot.sandbox.run import Limits, Run, Sandbox
from bot.sandbox.snippet import Snippet
from bot.search.decide import Abstain, Answer, Because, Decision, DidYouMean
from bot.search.question import Question

_NUMBERED = re.compile(r"(?P<word>.*?) ?\b(?P<page>\d{1,3})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was decided about a question, and the reply; None is silence."""

    decision: Decision
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did, what it means, the reply, and its picture as data, if there is one."""

    run: Run
    explanation: Explanation
    reply: Reply
    graph: Graph | None


@dataclass(frozen=True, slots=True)
class Explained:
    """What is written or pasted, explained, the reply, and its picture as data, if there is one."""

    explanation: Explanation
    reply: Reply
    graph: Graph | None = None


class Tutor:
    """Answers learners from the library and the sandbox; what it is asked goes to `note` as well."""

    def __init__(
        self,
        library: Library,
        sandbox: Sandbox,
        limits: Limits,
        note: Callable[[AskedQuestion], None] | None = None,
    ) -> None:
        self.library = library
        self.sandbox = sandbox
        self.limits = limits
        self.note = note

    @property
    def content(self) -> Content:
        """The content in force."""
        return self.library.current.content

    @property
    def texts(self) -> Texts:
        """What the bot says by itself, as it is in force."""
        return self.content.texts

    @property
    def pythons(self) -> Sequence[str]:
        """The Python versions code can be run on; the first is the default."""
        return self.sandbox.pythons

    async def ask(self, question: Question) -> Asked:
        """Decide which topic is meant and answer; overheard talk is answered only when sure."""
        snapshot = self.library.current
        if not question.text.strip():
            reply = None if question.overheard else Reply((Text(self.texts.ask.empty),), passing=True)
            return Asked(Abstain(), reply)
        decision = snapshot.search.ask(question)
        failure = explain_traceback(question.text, snapshot.content).failure
        if failure is not None and (isinstance(decision, Answer) or not question.overheard):
            reply = compose.failure_reply(failure, decision.matches, snapshot.content)
            return Asked(decision, self._noted(question, decision, reply))
        return Asked(
            decision, self._noted(question, decision, decided.reply_to(decision, question, snapshot.content))
        )

    def remember(self, question: Question, topic: str) -> None:
        """Note that its asker was shown this topic in some other way, so that they can ask on about it."""
        self.library.current.search.conversations.remember(question, topic)

    async def example(
        self, name: str = "", *, python: str | None = None, asker: Asker | None = None
    ) -> Reply:
        """Show an example and what it prints when it is run just now.

        Raises UsageError for a name there is no example of.
        """
        content = self.content
        listed = catalogue.find_example(content, name) if name.strip() else self._any_example()
        if listed is None:
            raise UsageError(_unknown_example(name, content))
        snippet = snippet_of(listed.example)
        version = self._version_for(listed.example, python)
        try:
            run = await self.sandbox.run(snippet, python=version, asker=asker)
        except SandboxUnavailable as error:
            proved = Text(content.texts.example.proved.format(reason=str(error)))
            shown: tuple[Part, ...] = (proved, *compose.proved(listed.example, content.texts.run))
            return compose.example_reply(listed.card, listed.example, shown, Explanation(), content)
        status = Text(compose.status_line(snippet, run, content.texts, limits=self.limits))
        shown = (status, *compose.outputs(run, content.texts.run))
        story = Story.of(snippet, run)
        explanation = explain_run(story, content)
        reply = compose.example_reply(listed.card, listed.example, shown, explanation, content)
        texts = content.texts.draw
        return compose.pictured(reply, draw_run(story, texts), texts.show_imports)

    async def run(
        self,
        snippet: Snippet,
        *,
        python: str | None = None,
        remarks: Sequence[Remark] = (),
        asker: Asker | None = None,
    ) -> Ran:
        """Run a learner's program and explain its imports.

        Raises SandboxUnavailable, or UsageError for a Python there is not.
        """
        run = await self.sandbox.run(snippet, python=python, asker=asker)
        story = Story.of(snippet, run)
        explanation = explain_run(story, self.content)
        reply = compose.run_reply(snippet, run, explanation, self.texts, limits=self.limits, remarks=remarks)
        graph = draw_run(story, self.texts.draw)
        return Ran(run, explanation, compose.pictured(reply, graph, self.texts.draw.show_imports), graph)

    async def module(self, name: str, *, python: str | None = None, asker: Asker | None = None) -> Looked:
        """Show a module's card and ask the running Python about it.

        Raises UsageError for what cannot be a module's name, and for a Python there is not.
        """
        return await look_up(name, self.content, self.sandbox, python=python, asker=asker)

    def waiting(self, before: int) -> Reply:
        """Say how many programs run before theirs."""
        return compose.waiting_reply(before, self.texts.run)

    def explain(self, snippet: Snippet) -> Explained:
        """Say what the imports of a program ask for and bind, without running it."""
        program = Program.of(snippet)
        explanation = explain_written(program, self.content)
        reply = compose.explanation_reply(explanation, self.content)
        graph = draw_names(program, self.texts.draw)
        return Explained(explanation, compose.pictured(reply, graph, self.texts.draw.show_names), graph)

    def explain_traceback(self, text: str) -> Explained:
        """Say what a pasted error means, perhaps with talk around it."""
        explanation = explain_traceback(text, self.content)
        return Explained(explanation, compose.explanation_reply(explanation, self.content))

    def topic(self, name: str, *, unasked: bool = False) -> Reply | None:
        """The card of this name, or None; `unasked` leaves out those that wait to be asked for."""
        card = catalogue.find_card(self.content, name)
        if card is None or (unasked and not card.passive):
            return None
        return compose.card_reply(card, self.content)

    def topics(self, word: str = "", *, page: int = 1) -> Reply:
        """List the topics, or those that have the word in them; a number at the end is the page."""
        groups = catalogue.by_level(self.content, word)
        numbered = _NUMBERED.fullmatch(word)
        if numbered and (not groups or not numbered["word"]):
            word, page = numbered["word"], int(numbered["page"])
            groups = catalogue.by_level(self.content, word)
        return compose.topic_list(groups, word, page, self.content)

    def help(self, command: str = "") -> Reply:
        """The overview, or one command's page.

        Raises UsageError for a command there is not.
        """
        name = command.strip().lstrip("!/").casefold()
        if not name:
            return Reply((Text(self.texts.help.overview),))
        if name not in self.texts.help.pages:
            raise UsageError(self.texts.help.unknown_page.format(command=inline(name, limit=30).strip("`")))
        return Reply((Text(self.texts.help.pages[name]),))

    def titles(self, typed: str, *, limit: int = 25) -> list[tuple[str, str]]:
        """Topics `typed` may become, as (slug, title)."""
        titles = {card.slug: card.title for card in self.content.cards.values()}
        return catalogue.completions(typed, titles, limit=limit)

    def modules(self, typed: str, *, limit: int = 25) -> list[tuple[str, str]]:
        """Modules `typed` may become, as (name, title)."""
        cards = (card for card in self.content.cards.values() if isinstance(card, ModuleCard))
        return catalogue.completions(typed, {card.name: card.title for card in cards}, limit=limit)

    def examples(self, typed: str, *, limit: int = 25) -> list[tuple[str, str]]:
        """Examples `typed` may become, as (name, goal)."""
        goals = {listed.example.name: listed.example.goal for listed in catalogue.examples(self.content)}
        return catalogue.completions(typed, goals, limit=limit)

    def _noted(self, question: Question, decision: Decision, reply: Reply | None) -> Reply | None:
        """The reply with the journal's id of its question, when that is one to write down."""
        if self.note is None or reply is None or question.overheard or _asks_nothing(decision):
            return reply
        topics = [match.topic for match in decision.matches]
        asked = AskedQuestion(
            text=question.text,
            decided=_became(decision, reply),
            topics=tuple(dict.fromkeys([reply.topic, *topics] if reply.topic else topics)),
            member=question.asker,
            guild=question.guild,
        )
        self.note(asked)
        return replace(reply, question=asked.id)

    def _any_example(self) -> catalogue.Listed | None:
        groups = catalogue.by_level(self.content, "")
        cards = [card for card in groups.get("beginner", []) if card.examples]
        if not cards:
            return None
        card = random.choice(cards)  # noqa: S311 (which example to show is no secret)
        return catalogue.Listed(card.examples[0], card)

    def _version_for(self, example: Example, asked: str | None) -> str | None:
        if asked is not None and not example.holds_on(asked):
            raise UsageError(self.texts.example.wrong_python.format(wanted=example.python, asked=asked))
        if asked is not None or not self.pythons or example.holds_on(self.pythons[0]):
            return asked
        return next((version for version in self.pythons if example.holds_on(version)), None)


def snippet_of(program: curated.Program) -> Snippet:
    """A curated program as a snippet to run."""
    return Snippet.of(program.files.items(), entry=program.entry, stdin=program.stdin, argv=program.argv)


def _asks_nothing(decision: Decision) -> bool:
    return isinstance(decision, Abstain) and decision.because is not Because.NOTHING_FITS


def _became(decision: Decision, reply: Reply) -> Decided:
    if reply.revision:
        return Decided.ANSWERED
    return Decided.OFFERED if isinstance(decision, DidYouMean) else Decided.UNANSWERED


def _unknown_example(name: str, content: Content) -> str:
    names = [listed.example.name for listed in catalogue.examples(content)]
    texts = content.texts.example
    if close := catalogue.near(name, names):
        return texts.did_you_mean.format(name=inline(name), names=", ".join(f"`{near}`" for near in close))
    return texts.unknown.format(name=inline(name))
