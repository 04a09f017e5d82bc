"""A handful of cards to test search with, so that no test depends on what curators write."""

from bot.content.schema import AnyCard, Level, ModuleCard, Synonyms, Topic

SOURCE = "https://docs.python.org/3/tutorial/modules.html"
SYNONYMS = Synonyms(
    words={
        "folder": "directory",
        "no module named": "nomodulenamed no module named",
        "difference": "versus",
        "datei": "file",
    }
)


def topic(
    slug: str, title: str, *questions: str, see_also: tuple[str, ...] = (), group: str = "basics"
) -> Topic:
    """A topic of which only what search reads matters."""
    return Topic(
        slug=slug,
        title=title,
        level=Level.BEGINNER,
        group=group,
        questions=questions,
        answer="An answer.",
        why="A reason.",
        mistake="A mistake.",
        see_also=see_also,
        sources=(SOURCE,),
    )


def module(name: str, title: str, *questions: str) -> ModuleCard:
    """A module's card of which only what search reads matters."""
    return ModuleCard(
        slug=f"mod-{name.lower().replace('.', '-')}",
        name=name,
        title=title,
        group="modules",
        questions=questions,
        answer="An answer.",
        import_line=f"import {name}",
        sources=(SOURCE,),
    )


def some_cards() -> dict[str, AnyCard]:
    """Cards near enough to each other to be confused."""
    cards: list[AnyCard] = [
        topic(
            "import-statement",
            "The import statement: `import math`",
            "what does import math do",
            "how do I import a module",
            "use functions from a module",
            "what is the import keyword for",
            "load a module so that I can use it",
            "how does import work",
            see_also=("import-as-alias",),
        ),
        topic(
            "import-as-alias",
            "import a module as alias",
            "give a module a shorter name",
            "what does import numpy as np mean",
            "rename a module when importing it",
            "import x as y",
            "why do people write np and pd",
            "alias for a long module name",
            see_also=("import-statement",),
        ),
        topic(
            "init-py",
            "What is `__init__.py` for?",
            "what does the empty __init__.py do",
            "is __init__.py still needed",
            "can I leave out the init file",
            "why does my package have an __init__.py",
            "package without __init__.py",
            "what goes on in __init__.py when the package is imported",
            see_also=("import-from-subfolder",),
            group="packages",
        ),
        topic(
            "import-from-subfolder",
            "Import from a subfolder",
            "import a file from a folder below",
            "use a module in a directory of my project",
            "how do I import from a folder",
            "my helper files are in a folder",
            "import from a subdirectory",
            "module in another folder is not found",
            group="packages",
        ),
        topic(
            "modulenotfounderror",
            "ModuleNotFoundError: No module named ...",
            "ModuleNotFoundError: No module named 'requests'",
            "No module named numpy",
            "ImportError: No module named foo",
            "python says there is no module with that name",
            "my import fails because the module is not found",
            "what can I check when a module is missing",
            group="errors",
        ),
        topic(
            "if-name-main",
            "if __name__ == '__main__'",
            'what does if __name__ == "__main__" do',
            "why do scripts end with a main guard",
            "what is __name__",
            "run code only when the file is started directly",
            "stop code from running on import",
            "do I need if name equals main",
        ),
        module(
            "itertools",
            "`itertools`: tools for iterators",
            "what can I do with itertools",
            "all combinations of a list",
            "permutations of a word",
            "chain several lists",
            "group neighbours with groupby",
            "endless counter",
        ),
        module(
            "math",
            "`math`: mathematical functions",
            "square root of a number",
            "how do I import sqrt",
            "where is pi",
            "sine and cosine",
            "round a number down",
            "logarithm in python",
        ),
    ]
    return {card.slug: card for card in cards}


class Clock:
    """A clock that goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now
