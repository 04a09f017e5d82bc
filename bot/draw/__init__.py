"""Pictures of what the import system did."""
