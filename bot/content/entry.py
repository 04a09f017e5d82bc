"""The base of everything that is written in YAML."""

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """Frozen; an unknown key is an error, and so is a number where text is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=False)
