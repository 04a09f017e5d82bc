"""`make bench`: every measurement, one table each; only ratios within one run travel."""

from tests.bench import answers, explaining, pictures, recording, sandbox, startup

startup.report()
answers.report()
explaining.report()
pictures.report()
sandbox.report()
recording.report()
