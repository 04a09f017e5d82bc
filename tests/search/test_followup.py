from bot.search.followup import Conversations
from bot.search.question import Question
from tests.search.search_cards import Clock


def test_a_member_continues_their_own_talk(clock: Clock) -> None:
    talks = Conversations(clock=clock)

    talks.remember(Question("what is a module", asker="ann"), "what-is-a-module")

    assert talks.resolve(Question("why?", asker="ann")) == "what-is-a-module"


def test_nobody_continues_somebody_elses_talk(clock: Clock) -> None:
    talks = Conversations(clock=clock)

    talks.remember(Question("what is a module", asker="ann"), "what-is-a-module")

    assert talks.resolve(Question("why?", asker="ben")) is None


def test_who_replies_in_a_talk_continues_it(clock: Clock) -> None:
    talks = Conversations(clock=clock)

    talks.remember(Question("what is a module", asker="ann", conversation="1"), "what-is-a-module")

    assert talks.resolve(Question("why?", asker="ben", conversation="1")) == "what-is-a-module"


def test_a_reply_goes_on_about_the_answer_it_replies_to(clock: Clock) -> None:
    talks = Conversations(clock=clock)
    talks.remember(Question("what is a module", asker="ann"), "what-is-a-module")

    assert talks.resolve(Question("why?", asker="ann", about="init-py")) == "init-py"
    assert talks.resolve(Question("why?", asker="ben", about="init-py")) == "init-py"
    assert talks.resolve(Question("why?", asker="ann")) == "what-is-a-module"


def test_a_question_that_belongs_to_nobody_is_not_remembered(clock: Clock) -> None:
    talks = Conversations(clock=clock)

    talks.remember(Question("what is a module"), "what-is-a-module")

    assert len(talks) == 0
    assert talks.resolve(Question("why?")) is None


def test_a_talk_is_over_after_a_while(clock: Clock) -> None:
    talks = Conversations(clock=clock, member_seconds=600, named_seconds=3600)
    talks.remember(Question("what is a module", asker="ann"), "what-is-a-module")
    talks.remember(Question("what is a module", conversation="1"), "what-is-a-module")

    clock.now = 601

    assert talks.resolve(Question("why?", asker="ann")) is None
    assert talks.resolve(Question("why?", conversation="1")) == "what-is-a-module"


def test_the_oldest_talk_is_forgotten_when_there_are_too_many(clock: Clock) -> None:
    talks = Conversations(clock=clock, most=2)

    for name in ("ann", "ben", "cem"):
        talks.remember(Question("what is a module", asker=name), "what-is-a-module")

    assert len(talks) == 2
    assert talks.resolve(Question("why?", asker="ann")) is None
