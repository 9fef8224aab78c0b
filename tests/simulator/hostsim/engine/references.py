"""What does the name of an image mean? distribution/reference, which the engine reads names with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .versions import EngineVersion

PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
NAME = re.compile(rf"^(?P<host>[A-Za-z0-9.-]+(?::\d+)?/)?(?P<path>{PART}(?:/{PART})*)$")
HOST = re.compile(r"^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?$|^\[[0-9a-fA-F:]+\](?::\d+)?$")
TAG = re.compile(r"^[\w][\w.-]{0,127}$", re.ASCII)
DIGEST = re.compile(r"^sha256:[0-9a-f]{64}$")
IDENTIFIER = re.compile(r"^[0-9a-f]{64}$")
DEFAULT_HOST = "docker.io"


class BadReference(ValueError):
    """Not the name of an image; the text is the engine's."""

    def said(self, version: EngineVersion) -> str:
        """As this engine version says it: until 24 without the name."""
        return (
            re.sub(r"repository name \(.*\) must", "repository name must", str(self))
            if version.number < (25, 0)
            else str(self)
        )


@dataclass(frozen=True)
class Reference:
    """Registry host, repository below it, and tag or digest of an image's name; `beside` is a tag beside a digest."""

    host: str
    repository: str
    tag: str
    digest: str
    beside: str = ""

    @property
    def familiar_repository(self) -> str:
        """The repository as people write it: without docker.io/ and library/."""
        if self.host == DEFAULT_HOST:
            return self.repository.removeprefix("library/")
        return f"{self.host}/{self.repository}"

    @property
    def name(self) -> str:
        """The repository with its host, always."""
        return f"{self.host}/{self.repository}"

    @property
    def familiar(self) -> str:
        """`repository:tag` or `repository@digest` as people write it, as the engine keeps it."""
        return self.familiar_repository + (f"@{self.digest}" if self.digest else f":{self.tag}" if self.tag else "")

    @property
    def shown(self) -> str:
        """As `familiar`, with a tag beside a digest."""
        return self._full(self.familiar_repository)

    @property
    def canonical(self) -> str:
        """As `shown`, with the host."""
        return self._full(self.name)

    def _full(self, name: str) -> str:
        tag = self.tag or self.beside
        return name + (f":{tag}" if tag else "") + (f"@{self.digest}" if self.digest else "")

    def with_tag(self, tag: str) -> Reference:
        """The same with another tag. Raises BadReference."""
        if not TAG.match(tag):
            raise BadReference("invalid tag format")
        beside = tag if self.digest else ""
        return Reference(self.host, self.repository, "" if self.digest else tag, self.digest, beside)

    def with_digest(self, digest: str) -> Reference:
        """The repository at that digest."""
        return Reference(self.host, self.repository, "", digest)

    @property
    def or_latest(self) -> Reference:
        """With the tag `latest` where there is neither tag nor digest."""
        return self if self.tag or self.digest else self.with_tag("latest")


def read_reference(text: str, override: str = "") -> Reference:
    """Read an image's name, `latest` where it says no tag; `override` is a tag that goes before the name's own. Raises
    BadReference."""
    reference = parse_reference(text)
    if override and not reference.digest:
        reference = reference.with_tag(override)
    return reference.or_latest


def parse_reference(text: str) -> Reference:
    """Read an image's name as it is. Raises BadReference."""
    if IDENTIFIER.match(text):
        raise BadReference(f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings")
    rest, at, digest = text.partition("@")
    tag = ""
    last = rest.rsplit("/", 1)[-1]
    if ":" in last:
        rest, _, tag = rest.rpartition(":")
        if not TAG.match(tag):
            raise BadReference("invalid reference format")
    first, slash, path = rest.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost" or first != first.lower()):
        host, repository = first, path
    else:
        host, repository = DEFAULT_HOST, rest
    if host in ("index.docker.io", DEFAULT_HOST):
        host = DEFAULT_HOST
        repository = repository if "/" in repository else f"library/{repository}"
    if repository != repository.lower():
        raise BadReference(f"invalid reference format: repository name ({repository}) must be lowercase")
    if (at and not DIGEST.match(digest)) or not NAME.match(repository) or not HOST.match(host):
        raise BadReference("invalid reference format")
    return Reference(host, repository, "" if digest else tag, digest, tag if digest else "")
