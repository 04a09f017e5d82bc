"""Thin cogs: each reads, asks and sends."""
