"""The steps: each has the number of the one before it."""
