"""What runs in the learner's own interpreter: two texts that are run as one, and imported by nobody."""
