"""What are containers called, and which one is meant?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from .container import Container
from .texts import refusal
from .versions import EngineVersion

NAME = re.compile(r"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$")
ADJECTIVES = (
    "amazing",
    "brave",
    "clever",
    "dreamy",
    "eager",
    "focused",
    "gentle",
    "happy",
    "jolly",
    "keen",
    "lucid",
    "modest",
)
SURNAMES = (
    "bohr",
    "curie",
    "darwin",
    "euler",
    "fermi",
    "gauss",
    "hopper",
    "jang",
    "kepler",
    "lovelace",
    "noether",
    "turing",
)


def long_id(*parts: object) -> str:
    """64 hexadecimal digits that depend on the parts alone."""
    return hashlib.sha256("/".join(str(part) for part in parts).encode()).hexdigest()


def made_up_name(container_id: str, taken: Iterable[str]) -> str:
    """A name such as `brave_curie` that is not taken."""
    number = int(container_id[:12], 16)
    base = f"{ADJECTIVES[number % len(ADJECTIVES)]}_{SURNAMES[number // 12 % len(SURNAMES)]}"
    used = set(taken)
    return next(name for count in range(10_000) if (name := base + (str(count) if count else "")) not in used)


def reserve(name: str, containers: dict[str, Container], version: EngineVersion, renaming: bool = False) -> str:
    """The name without its slash. Raises ApiError 400 for a name that is none, 409 for one that a container has."""
    bare = name.removeprefix("/")
    if not NAME.match(bare):
        raise refusal("rename_invalid" if renaming else "name_invalid", version, name=bare if renaming else name)
    for other in containers.values():
        if other.name == bare:
            raise refusal("rename_conflict" if renaming else "name_conflict", version, name=bare, id=other.id)
    return bare


def find(containers: dict[str, Container], text: str, version: EngineVersion) -> Container:
    """The container of a full id, a name, or the unique beginning of an id. Raises ApiError."""
    if text in containers:
        return containers[text]
    name = text.removeprefix("/")
    for container in containers.values():
        if container.name == name:
            return container
    begins = [container for container in containers.values() if text and container.id.startswith(text)]
    if len(begins) == 1:
        return begins[0]
    raise refusal("multiple_ids" if begins else "no_such_container", version, name=text)
