"""The Discord front end, and the only place that imports discord."""
