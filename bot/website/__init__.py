"""The content as a static site: one page per topic, module and learning path, and an index."""
