"""How knowledge files are read: from the package, once, and with the file's name in every complaint."""

import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["KnowledgeError", "read_toml"]


class KnowledgeError(ValueError):
    """A shipped knowledge file is not what its schema says. A fault of ours, never of a person's input."""


def read_toml(folder: str, name: str) -> dict[str, Any]:
    """The file `knowledge/<folder>/<name>.toml` as a mapping."""
    place = files("openkap.knowledge").joinpath(folder, f"{name}.toml")
    try:
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{folder}/{name}.toml: {error}") from None
