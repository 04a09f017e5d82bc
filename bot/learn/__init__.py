"""Learning paths: step by step, with a question that is answered by running it."""
