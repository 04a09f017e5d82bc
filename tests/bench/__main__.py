"""`make bench`: every measurement, one table each; only ratios within one run travel."""

from tests.bench import answers, recording, sandbox, startup

startup.report()
answers.report()
sandbox.report()
recording.report()
