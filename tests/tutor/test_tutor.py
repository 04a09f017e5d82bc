"""The one door for learners, over a small content folder and a canned sandbox."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import RefusingSandbox
from bot.errors import SandboxUnavailable, UsageError
from bot.journal.asked import AskedQuestion, Decided
from bot.library import Library
from bot.reply import Code, Output, Text
from bot.sandbox.fences import Remark, RemarkKind
from bot.sandbox.run import Limits, Outcome
from bot.sandbox.snippet import Snippet
from bot.search.question import Question
from bot.tutor import Tutor
from tests.conftest import CONTENT, CannedSandbox, canned_run
from tests.tutor.conftest import words


async def test_a_question_gets_its_card_with_neighbours_to_choose(tutor: Tutor) -> None:
    asked = await tutor.ask(Question("where do boats sleep"))

    assert asked.reply is not None
    assert asked.reply.topic == "boats"
    assert "A boat sleeps in a `harbour`" in words(asked.reply)
    assert "ropes" in {choice.topic for choice in asked.reply.choices}


async def test_a_follow_up_gets_its_own_short_answer(tutor: Tutor) -> None:
    def said(text: str) -> Question:
        return Question(text, asker="ada", conversation="channel")

    await tutor.ask(said("where do boats sleep"))
    asked = await tutor.ask(said("how come?"))

    assert words(asked.reply) == "Because of the wind."
    assert asked.reply is not None
    assert asked.reply.choices[0].topic == "boats"


async def test_a_card_that_is_not_passive_answers_only_those_who_ask(sandbox: CannedSandbox) -> None:
    library = Library(CONTENT)
    tutor = Tutor(library, sandbox, Limits())
    heard = Question("what does if __name__ == '__main__' do", overheard=True)

    before = await tutor.ask(heard)
    content = library.current.content
    silent = {slug: card.model_copy(update={"passive": False}) for slug, card in content.cards.items()}
    library.current = replace(library.current, content=replace(content, cards=silent))

    assert before.reply is not None
    assert (await tutor.ask(heard)).reply is None
    assert (await tutor.ask(replace(heard, overheard=False))).reply is not None


async def test_nobody_continues_somebody_elses_talk(tutor: Tutor) -> None:
    await tutor.ask(Question("where do boats sleep", asker="ada", conversation="channel:ada"))
    asked = await tutor.ask(Question("how come?", asker="ben", conversation="channel:ben"))

    assert "Because of the wind." not in words(asked.reply)


async def test_an_empty_question_gets_a_sentence(tutor: Tutor) -> None:
    asked = await tutor.ask(Question("  "))

    assert words(asked.reply) == tutor.texts.ask.empty


async def test_a_question_outside_the_subject_is_declined_in_words(tutor: Tutor) -> None:
    asked = await tutor.ask(Question("what is the capital of France"))

    assert tutor.texts.ask.nothing in words(asked.reply)


@pytest.mark.parametrize("text", ["what is the capital of France", "thanks a lot!", ""])
async def test_overheard_talk_that_fits_nothing_is_left_in_silence(tutor: Tutor, text: str) -> None:
    asked = await tutor.ask(Question(text, overheard=True))

    assert asked.reply is None


async def test_an_example_is_run_just_now(tutor: Tutor, sandbox: CannedSandbox) -> None:
    reply = await tutor.example("boats")

    assert [snippet.entry for snippet, _ in sandbox.asked] == ["main.py"]
    assert Code('print("boat")\n', "main.py") in reply.parts
    assert [part.exact for part in reply.parts if isinstance(part, Output)] == [b"boat\n"]
    assert "Line 1 prints it." in words(reply)


async def test_an_example_runs_on_the_python_that_is_asked_for(tutor: Tutor, sandbox: CannedSandbox) -> None:
    await tutor.example("boats", python="3.11")

    assert [python for _, python in sandbox.asked] == ["3.11"]


async def test_an_example_that_does_not_hold_on_a_python_says_so(tutor: Tutor) -> None:
    with pytest.raises(UsageError, match=r"needs Python >=3\.11, and not 3\.8"):
        await tutor.example("boats", python="3.8")


async def test_an_unknown_example_offers_its_nearest(tutor: Tutor) -> None:
    with pytest.raises(UsageError, match="Did you mean `boats`"):
        await tutor.example("boatz")


async def test_no_name_shows_some_example(tutor: Tutor) -> None:
    assert (await tutor.example()).topic in {"boats", "ropes"}


async def test_without_a_sandbox_an_example_shows_its_proved_output(folder: Path) -> None:
    tutor = Tutor(Library(folder), RefusingSandbox("No Landlock."), Limits())

    reply = await tutor.example("boats-lost")

    assert "No Landlock." in words(reply)
    assert [part.text for part in reply.parts if isinstance(part, Output)] == [
        "NameError: name 'dinghy' is not defined"
    ]


async def test_without_a_sandbox_code_is_refused_and_questions_are_answered(folder: Path) -> None:
    tutor = Tutor(Library(folder), RefusingSandbox("No Landlock."), Limits())

    with pytest.raises(SandboxUnavailable, match="No Landlock"):
        await tutor.run(Snippet.of([("main.py", "1")]))
    assert (await tutor.ask(Question("where do boats sleep"))).reply is not None


@pytest.mark.parametrize("outcome", Outcome)
async def test_every_outcome_has_its_sentence_and_keeps_what_was_printed(
    folder: Path, outcome: Outcome
) -> None:
    sandbox = CannedSandbox(canned_run(outcome, stdout=b"until here\n", code=1))
    tutor = Tutor(Library(folder), sandbox, Limits())

    ran = await tutor.run(Snippet.of([("main.py", "print('until here')")]))

    sentence = getattr(tutor.texts.outcome, outcome.value).partition("{")[0]
    assert words(ran.reply).startswith(sentence)
    assert [part.exact for part in ran.reply.parts if isinstance(part, Output)] == [b"until here\n"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("PermissionError: [Errno 1] Operation not permitted", "cannot start other programs"),
        ("PermissionError: [Errno 13] Permission denied", "as `multiprocessing` does"),
        ("socket.gaierror: [Errno -2] Name or service not known", "no network"),
        ("urllib.error.URLError: <urlopen error [Errno -3] Temporary failure>", "no network"),
        ("ConnectionResetError: Connection lost", "`asyncio` cannot send several pieces at once"),
    ],
)
async def test_what_the_sandbox_forbids_is_explained_in_a_sentence(
    folder: Path, error: str, sentence: str
) -> None:
    stderr = f"Traceback\n{error}\n".encode()
    tutor = Tutor(Library(folder), CannedSandbox(canned_run(Outcome.RAISED, stderr=stderr, code=1)), Limits())

    ran = await tutor.run(Snippet.of([("main.py", "import os\nos.fork()")]))

    assert sentence in words(ran.reply)


async def test_a_silent_program_is_said_to_have_printed_nothing(folder: Path) -> None:
    tutor = Tutor(Library(folder), CannedSandbox(canned_run()), Limits())

    ran = await tutor.run(Snippet.of([("main.py", "pass")]))

    assert tutor.texts.run.no_output in words(ran.reply)


async def test_how_a_message_was_read_is_said_first(tutor: Tutor) -> None:
    remarks = [Remark(RemarkKind.JOINED)]

    ran = await tutor.run(Snippet.of([("main.py", "1")]), remarks=remarks)

    assert ran.reply.parts[0] == Text(tutor.texts.run.joined)


def test_topics_are_listed_by_level_and_subject(tutor: Tutor) -> None:
    listed = words(tutor.topics())

    assert "**First steps**\n*What modules are*\n- Boats in a `harbour` · `boats`\n- Knots" in listed
    assert "Page" not in listed


@pytest.mark.parametrize("word", ["First steps", "beginner", "basics", "what modules are"])
def test_topics_can_be_filtered_by_level_and_subject(tutor: Tutor, word: str) -> None:
    assert "(2)" in words(tutor.topics(word))


@pytest.mark.parametrize("word", ["2", "boats 2", "boats 99"])
def test_a_number_is_a_page_and_one_there_is_not_the_nearest(tutor: Tutor, word: str) -> None:
    assert "`boats`" in words(tutor.topics(word))


def test_topics_can_be_filtered_by_a_word(tutor: Tutor) -> None:
    found = words(tutor.topics("climbing"))

    assert "`ropes`" in found
    assert "`boats`" not in found


def test_a_filter_that_fits_nothing_says_so_and_quotes_safely(tutor: Tutor) -> None:
    assert "`@everyone·`" in words(tutor.topics("@everyone`"))


def test_a_topic_is_found_by_its_name_in_any_spelling(tutor: Tutor) -> None:
    found = tutor.topic("Boats ")

    assert found is not None
    assert found.topic == "boats"
    assert tutor.topic("cars") is None


def test_help_has_a_page_for_every_command_and_says_when_there_is_none(tutor: Tutor) -> None:
    assert words(tutor.help()) == tutor.texts.help.overview
    for command, page in tutor.texts.help.pages.items():
        assert words(tutor.help(f"!{command}")) == page
    with pytest.raises(UsageError, match="no command `dance`"):
        tutor.help("dance")


def test_completions_put_beginnings_first_and_forgive_slips(tutor: Tutor) -> None:
    assert [slug for slug, _ in tutor.titles("rop")] == ["ropes"]
    assert [slug for slug, _ in tutor.titles("")] == ["boats", "ropes"]
    assert [slug for slug, _ in tutor.titles("raopes")] == ["ropes"]
    assert [name for name, _ in tutor.examples("lost")] == ["boats-lost", "ropes-lost"]


class TestWhatIsWrittenDown:
    """Questions go to the journal with what was decided; talk does not."""

    @pytest.fixture
    def noted(self) -> list[AskedQuestion]:
        return []

    @pytest.fixture
    def tutor(self, folder: Path, sandbox: CannedSandbox, noted: list[AskedQuestion]) -> Tutor:
        return Tutor(Library(folder), sandbox, Limits(), noted.append)

    @pytest.mark.parametrize(
        ("text", "decided"),
        [
            ("where do boats sleep", Decided.ANSWERED),
            ("harbour meaning, cord torn", Decided.OFFERED),
            ("quantum gravity lessons", Decided.UNANSWERED),
        ],
    )
    async def test_a_question_with_its_decision(
        self, tutor: Tutor, noted: list[AskedQuestion], text: str, decided: Decided
    ) -> None:
        asked = await tutor.ask(Question(text, asker="ada", guild="g"))

        (note,) = noted
        assert (note.text, note.decided, note.member, note.guild) == (text, decided, "ada", "g")
        assert asked.reply is not None
        assert asked.reply.question == note.id

    @pytest.mark.parametrize("text", ["thanks a lot!", "hello", "  "])
    async def test_no_small_talk(self, tutor: Tutor, noted: list[AskedQuestion], text: str) -> None:
        await tutor.ask(Question(text))

        assert noted == []

    async def test_nothing_that_was_overheard(self, sandbox: CannedSandbox) -> None:
        noted: list[AskedQuestion] = []
        tutor = Tutor(Library(CONTENT), sandbox, Limits(), noted.append)

        asked = await tutor.ask(Question("what does import math do?", overheard=True))

        assert asked.reply is not None
        assert noted == []

    async def test_an_error_that_was_explained_counts_as_answered(self, sandbox: CannedSandbox) -> None:
        noted: list[AskedQuestion] = []
        tutor = Tutor(Library(CONTENT), sandbox, Limits(), noted.append)

        asked = await tutor.ask(Question("ModuleNotFoundError: No module named 'maths'"))

        assert asked.reply is not None
        assert asked.reply.about is not None
        assert (noted[0].decided, noted[0].topics[0]) == (Decided.ANSWERED, asked.reply.topic)
