"""Leads a learner along a path: where they are, whether an answer is right, and what a wrong one does."""

from typing import TYPE_CHECKING

from bot import catalogue
from bot.content.paths import LearningPath
from bot.content.program import Demonstration
from bot.content.schema import Content
from bot.errors import SandboxUnavailable, UsageError
from bot.learn import lesson
from bot.library import Library
from bot.quote import inline
from bot.reply import Pick, Reply, Text
from bot.sandbox.queue import Asker
from bot.sandbox.run import Run, Sandbox
from bot.tutor import snippet_of

if TYPE_CHECKING:
    from bot.journal.progress import Progress

RESET = "reset"


class Guide:
    """Walks the paths of the library with members.

    A member is an opaque name given by the front end. How far they came is kept in `progress`; without it
    nothing is remembered.
    """

    def __init__(self, library: Library, sandbox: Sandbox, progress: "Progress | None") -> None:
        self.library = library
        self.sandbox = sandbox
        self.progress = progress

    @property
    def content(self) -> Content:
        """The content in force."""
        return self.library.current.content

    async def learn(self, member: str, name: str = "") -> Reply:
        """Go on where the member stopped, begin the named path, or with `reset` forget how far they came.

        Raises UsageError for a path there is not.
        """
        wanted = name.strip().casefold()
        if wanted == RESET:
            return await self._forget(member)
        right = await self._right(member)
        if not wanted and not right:
            return lesson.overview(self.content, right)
        path = self._named(wanted) if wanted else self.content.paths[next(reversed(right))]
        known = right.get(path.slug, set())
        at = lesson.next_open(path, known)
        return lesson.lesson(at, self.content) if at else lesson.done(path, known, self.content)

    async def turn(self, member: str, path: str = "", step: str = "") -> Reply:
        """Show a step; without a step the end of the path, and without a path all of them."""
        if at := lesson.find(self.content, path, step):
            return lesson.lesson(at, self.content)
        right = await self._right(member)
        if path in self.content.paths:
            return lesson.done(self.content.paths[path], right.get(path, set()), self.content)
        return lesson.overview(self.content, right)

    def runs(self, pick: Pick) -> bool:
        """Whether a program is run to show this answer wrong."""
        at = lesson.find(self.content, pick.path, pick.step)
        return at is not None and pick.answer != at.step.right and pick.answer < len(at.step.answers)

    async def answer(
        self, member: str, pick: Pick, *, may_run: bool = True, asker: Asker | None = None
    ) -> Reply:
        """Take an answer: keep whether it was right, and show a wrong one wrong by running its program.

        Without `may_run` what the program is known to print is shown. If the step has changed meanwhile,
        it is shown again.
        """
        at = lesson.find(self.content, pick.path, pick.step)
        if at is None or pick.answer >= len(at.step.answers):
            return await self.turn(member, pick.path, pick.step)
        answer = at.step.answers[pick.answer]
        if self.progress is not None:
            await self.progress.record(member, pick.path, pick.step, right=answer.right)
        if answer.right:
            return lesson.right(at, answer, self.content)
        run = await self._run(at.step.proof(answer), asker) if may_run else None
        return lesson.wrong(at, answer, run, self.content)

    def names(self, typed: str, *, limit: int = 25) -> list[tuple[str, str]]:
        """Paths that `typed` may become, as (slug, title)."""
        titles = {path.slug: path.title for path in self.content.paths.values()}
        return catalogue.completions(typed, titles, limit=limit)

    async def _right(self, member: str) -> dict[str, set[str]]:
        """The rightly answered steps of every path that was begun, the path walked last at the end."""
        right: dict[str, set[str]] = {}
        for step in await self.progress.of(member) if self.progress is not None else ():
            if step.path in self.content.paths:
                right[step.path] = right.pop(step.path, set()) | ({step.step} if step.right else set())
        return right

    async def _forget(self, member: str) -> Reply:
        if self.progress is not None:
            for path in {step.path for step in await self.progress.of(member)}:
                await self.progress.restart(member, path)
        return Reply((Text(self.content.texts.learn.forgotten),))

    def _named(self, name: str) -> LearningPath:
        """The path of this name, of this number, or with this word in its name."""
        paths = self.content.paths
        slug = name.replace(" ", "-")
        numbered = {str(number): path for number, path in enumerate(paths.values(), 1)}
        found = [path for path in paths.values() if slug in path.slug]
        if path := paths.get(slug) or numbered.get(name) or (found[0] if len(found) == 1 else None):
            return path
        names = ", ".join(f"`{path}`" for path in paths)
        raise UsageError(self.content.texts.learn.unknown.format(name=inline(name), names=names))

    async def _run(self, program: Demonstration, asker: Asker | None) -> Run | None:
        """Run it on the first Python it is meant for; None where that cannot be done."""
        python = next((version for version in self.sandbox.pythons if program.holds_on(version)), None)
        if python is None:
            return None
        try:
            return await self.sandbox.run(snippet_of(program), python=python, asker=asker)
        except SandboxUnavailable:
            return None
