"""The shape of content/paths/*.yaml: learning paths, their steps, and the question at the end of each."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.content.entry import Entry
from bot.content.fields import Line, Prose, Slug
from bot.content.program import Demonstration

LETTERS = "ABCD"
PathSlug = Annotated[Slug, StringConstraints(max_length=24)]
"""Short, because a button's hidden id holds it."""


class Answer(Entry):
    """One of the answers to choose from, and what to tell whoever chose it."""

    says: Annotated[Line, StringConstraints(max_length=120)]
    because: Prose
    right: bool = False
    program: Demonstration | None = Field(default=None, description="Shows it better than the question's.")


class Step(Entry):
    """One thing to learn: a few sentences, and a small question; `program` proves a wrong answer wrong."""

    topic: Slug
    title: Line
    lesson: Prose
    asks: Prose
    program: Demonstration
    program_first: bool = Field(default=False, description="Show the program with the question.")
    answers: tuple[Answer, ...] = Field(min_length=2, max_length=len(LETTERS))

    @model_validator(mode="after")
    def _has_one_right_answer(self) -> Self:
        if sum(answer.right for answer in self.answers) != 1:
            raise ValueError("Exactly one answer is `right: true`")
        if any(answer.right and answer.program for answer in self.answers):
            raise ValueError("The right answer needs no program of its own")
        return self

    @property
    def right(self) -> int:
        """Which answer is right, counted from 0."""
        return next(index for index, answer in enumerate(self.answers) if answer.right)

    def proof(self, answer: Answer) -> Demonstration:
        """The program that shows why this answer is right or wrong."""
        return answer.program or self.program


class LearningPath(Entry):
    """Steps in the order a learner takes them."""

    slug: PathSlug
    title: Line
    about: Prose
    order: int = Field(description="Its place among the paths.")
    done: Prose
    steps: tuple[Step, ...] = Field(min_length=1, max_length=30)
