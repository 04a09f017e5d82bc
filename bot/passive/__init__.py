"""Speaking unasked: when, and when not."""
