"""The site's settings with the profiler of the deadline benchmark before everything else."""

from linli import settings as plain

globals().update({name: value for name, value in vars(plain).items() if name.isupper()})
MIDDLEWARE = ["linli.benchmarks.deadline_profile.Profiler", *plain.MIDDLEWARE]
