"""What the bot knows: the shape of the YAML, and how it is read and checked."""
