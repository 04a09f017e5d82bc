"""`make bench`: every measurement, one table each; only ratios within one run travel."""

from tests.bench import answers, pictures, recording, sandbox, startup

startup.report()
answers.report()
pictures.report()
sandbox.report()
recording.report()
