"""Modulo, a Discord bot that teaches Python's modules and imports."""

__version__ = "0.1.0"
