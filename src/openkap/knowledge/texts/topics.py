"""What client and guide talk through in preparation. Topics are data; what is said about them is the client's own."""

from dataclasses import dataclass
from functools import cache

from openkap.knowledge.reading import read_toml

__all__ = ["Topic", "topics"]


@dataclass(frozen=True, slots=True)
class Topic:
    """`prompt` is what a guide might ask, `client_prompt` how the phone asks it; `_es`: in Spanish; `in_room`: shown in
    a session."""

    key: str
    title: str
    title_es: str
    prompt: str
    client_prompt: str
    client_prompt_es: str
    in_room: bool


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its key, in the order they are usually talked through."""
    return {row["key"]: Topic(**row) for row in read_toml("texts", "topics")["topics"]}
