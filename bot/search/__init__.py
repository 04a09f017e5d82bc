"""Which topic is meant."""
