from bot.search.decide import (
    ADDRESSED,
    OVERHEARD,
    WORTH_OFFERING,
    Abstain,
    Answer,
    Because,
    DidYouMean,
    Match,
    Shortlist,
    Thresholds,
    decide,
)

LIMITS = Thresholds(answer=0.7, offer=0.4, beside=0.1)
NEVER_OFFER = Thresholds(answer=0.9, offer=2.0)


def found(*scores: float, answerable: float = 0.0, missing: float = 0.0) -> Shortlist:
    matches = tuple(Match(f"topic-{number}", score, ()) for number, score in enumerate(scores))
    return Shortlist(matches, answerable, missing)


def test_a_sure_match_is_answered_with_the_probable_others_beside_it() -> None:
    decision = decide(found(0.75, 0.15, 0.05), overheard=False, addressed=LIMITS)

    assert isinstance(decision, Answer)
    assert decision.match.topic == "topic-0"
    assert [other.topic for other in decision.others] == ["topic-1"]


def test_when_there_is_an_answer_but_not_surely_which_three_are_offered() -> None:
    decision = decide(found(0.3, 0.1, 0.05, 0.04, answerable=0.5), overheard=False, addressed=LIMITS)

    assert isinstance(decision, DidYouMean)
    assert len(decision.matches) == 3


def test_a_weak_match_is_not_answered() -> None:
    decision = decide(found(0.2, 0.1), overheard=False, addressed=LIMITS)

    assert isinstance(decision, Abstain)
    assert decision.because is Because.NOTHING_FITS
    assert [match.topic for match in decision.matches] == ["topic-0", "topic-1"]


def test_nothing_found_is_not_answered() -> None:
    assert decide(Shortlist(), overheard=False) == Abstain()


def test_unasked_only_a_very_sure_match_is_answered_and_nothing_is_offered() -> None:
    assert isinstance(decide(found(0.85), overheard=True, listening=NEVER_OFFER), Abstain)
    assert isinstance(decide(found(0.95), overheard=True, listening=NEVER_OFFER), Answer)


def test_unasked_the_bar_is_higher() -> None:
    assert OVERHEARD.answer > ADDRESSED.answer
    assert OVERHEARD.offer > 1


def test_only_what_lies_near_is_named_beside_a_regret() -> None:
    near, far = Match("near", WORTH_OFFERING, ()), Match("far", WORTH_OFFERING / 2, ())

    assert Abstain((near, far)).worth_offering == (near,)


def test_a_sure_match_that_knows_too_few_of_the_words_is_not_shown() -> None:
    limits = Thresholds(answer=0.7, offer=2.0, missing=0.2)

    assert isinstance(decide(found(0.9, missing=0.3), overheard=True, listening=limits), Abstain)
    assert isinstance(decide(found(0.9, missing=0.2), overheard=True, listening=limits), Answer)


def test_a_message_nobody_addressed_has_to_be_known_almost_word_for_word() -> None:
    assert OVERHEARD.missing <= 0.25
    assert ADDRESSED.missing == 1
