"""What does the name of an image mean?"""

from __future__ import annotations

import re
from dataclasses import dataclass

PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
NAME = re.compile(rf"^(?P<host>[A-Za-z0-9.-]+(?::\d+)?/)?(?P<path>{PART}(?:/{PART})*)$")
TAG = re.compile(r"^[\w][\w.-]{0,127}$")
DIGEST = re.compile(r"^sha256:[0-9a-f]{64}$")
DEFAULT_HOST = "docker.io"


class BadReference(ValueError):
    """Not the name of an image; the text is the engine's."""


@dataclass(frozen=True)
class Reference:
    """Registry host, repository below it, and tag or digest of an image's name."""

    host: str
    repository: str
    tag: str
    digest: str

    @property
    def familiar_repository(self) -> str:
        """The repository as people write it: without docker.io/ and library/."""
        if self.host == DEFAULT_HOST:
            return self.repository.removeprefix("library/")
        return f"{self.host}/{self.repository}"

    @property
    def familiar(self) -> str:
        """`repository:tag` or `repository@digest` as people write it."""
        return f"{self.familiar_repository}{'@' + self.digest if self.digest else ':' + self.tag}"


def read_reference(text: str, override: str = "") -> Reference:
    """Read an image's name; `override` is a tag that goes before the name's own. Raises BadReference."""
    tag = "latest"
    rest, _, digest = text.partition("@")
    if digest and not DIGEST.match(digest):
        raise BadReference("invalid reference format")
    last = rest.rsplit("/", 1)[-1]
    if ":" in last:
        rest, _, tag = rest.rpartition(":")
    if override and not digest:
        tag = override
    if not TAG.match(tag):
        raise BadReference("invalid reference format")
    first, slash, path = rest.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        host, repository = first, path
    else:
        host, repository = DEFAULT_HOST, rest
    if not NAME.match(repository):
        lower = repository != repository.lower()
        raise BadReference("invalid reference format" + (": repository name must be lowercase" if lower else ""))
    if host == DEFAULT_HOST and "/" not in repository:
        repository = f"library/{repository}"
    return Reference(host, repository, "" if digest else tag, digest)
