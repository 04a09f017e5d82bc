"""What is told of lazy imports, from the record that Python 3.15 leaves of them."""

from dataclasses import replace

from bot.explain.explain import explain_run
from bot.explain.story import Story
from bot.sandbox.run import BoundName, ImportEvent, ModuleKind, NameKind, Outcome, Run
from bot.sandbox.snippet import Snippet
from tests.explain.conftest import sentences

SNIPPET = Snippet.of(
    [
        ("main.py", 'lazy import shop\nlazy import till\n\nprint("open")\nprint(shop.PRICE)\n'),
        ("shop.py", "PRICE = 3\n"),
        ("till.py", "print('never')\n"),
    ]
)
SHOP = ImportEvent("shop", ModuleKind.YOURS, "shop.py", "main.py", 5, 0, 0.9, executed=True)
NAMES = (
    BoundName("main.py", "__main__", "shop", NameKind.MODULE, "shop"),
    BoundName("main.py", "__main__", "till", NameKind.LAZY, None),
)
RUN = Run(Outcome.FINISHED, 0, b"open\n3\n", b"", False, 30.0, "3.15.2", imports=(SHOP,), names=NAMES)


def test_a_lazy_import_is_told_with_the_line_that_made_it_load(content):
    notes = sentences(explain_run(Story.of(SNIPPET, RUN), content))

    assert (
        "`lazy import shop` in `main.py` line 1 is lazy: "
        "`shop` was loaded in line 5, where the program first used it."
    ) in notes


def test_a_lazy_import_that_nothing_used_is_told_as_never_looked_for(content):
    notes = sentences(explain_run(Story.of(SNIPPET, RUN), content))

    assert (
        "`lazy import till` in `main.py` line 2 is lazy, and nothing has used `till`: "
        "`till` was never looked for, and nothing of it ran."
    ) in notes
    assert not any("has given that name away" in note for note in notes)


def test_a_lazy_import_that_failed_is_not_told_as_loaded(content):
    missing = replace(SHOP, kind=ModuleKind.UNKNOWN, file=None, executed=False, error="ModuleNotFoundError")

    notes = sentences(explain_run(Story.of(SNIPPET, replace(RUN, imports=(missing,), names=())), content))

    assert not any("was loaded in line" in note for note in notes)
