"""How long the longest programs keep the bot from everybody else, while it reads and explains them."""

from functools import partial

from bot.config import Config
from bot.content.load import load
from bot.content.schema import Content
from bot.draw.draw import draw_run
from bot.explain.explain import explain_run
from bot.explain.story import Story
from bot.sandbox.run import Outcome
from bot.sandbox.snippet import Snippet
from tests.bench.measure import interleaved, show
from tests.conftest import canned_run

ROUNDS = 5
PLAIN = "ten lines"
SOURCES = {
    PLAIN: "import math\nprint(math.pi)\n" * 5,
    "one dotted name of 60 KB": "import " + "a." * 30_000 + "a",
    "6,000 import lines": "import a\n" * 6_000,
    "one import of 29,000 names": "import " + ",".join("a" * 29_000),
    "150 lines of 190 brackets": ("x = " + "[" * 190 + "]" * 190 + "\n") * 150,
    "an f-string of 19,000 fields": "x = f'" + "{a}" * 19_000 + "'",
    "5,000 imports and no Python": "import a.b\n" * 5_000 + "!!!",
}


def report() -> None:
    """Print how long reading, explaining and drawing a run takes, all of it in the event loop."""
    content = load(Config().content.folder)
    snippets = {name: Snippet.of([("main.py", source)]) for name, source in SOURCES.items()}
    contestants = {name: partial(_explain, snippet, content) for name, snippet in snippets.items()}
    show("Explaining a run", interleaved(contestants, rounds=ROUNDS), baseline=PLAIN)


def _explain(snippet: Snippet, content: Content) -> None:
    story = Story.of(snippet, canned_run(Outcome.FINISHED))
    explain_run(story, content)
    draw_run(story, content.texts.draw)
