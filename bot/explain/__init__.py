"""Why a snippet did what it did. Pure: no clock, disk or network."""
