"""Which known word a learner may have meant."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

LONGEST = 60


def near(word: str, known: Iterable[str]) -> str | None:
    """The closest other word, if it is only a slip of the finger or two away; the first of equals."""
    if not 2 < len(word) <= LONGEST:
        return None
    allowed = 1 if len(word) <= 6 else 2 if len(word) <= 10 else 3
    best: str | None = None
    for candidate in known:
        if candidate != word and abs(len(candidate) - len(word)) <= allowed:
            distance = OSA.distance(word.lower(), candidate.lower(), score_cutoff=allowed)
            if distance <= allowed:
                best, allowed = candidate, distance - 1
    return best
