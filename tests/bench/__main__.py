"""`make bench`: every measurement, one table each. Ratios within one run mean something; milliseconds do not travel."""

import importlib.util

from tests.bench import answers, startup


def main() -> None:
    startup.report()
    answers.report()
    if importlib.util.find_spec("tests.bench.sandbox"):
        from tests.bench import sandbox

        sandbox.report()


main()
