# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image is declared? Its reference, as it is written and as the engine completes it."""

from __future__ import annotations

import re

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import holds_credentials

# github.com/distribution/reference: domain[:port]/path[:tag][@digest]
_DOMAIN_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = re.compile(rf"(?:{_DOMAIN_PART}(?:\.{_DOMAIN_PART})*|\[[0-9a-fA-F:]+\])")
_PATH_PART = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*")
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")
LONGEST_NAME = 255
EXAMPLE = "mcr.microsoft.com/windows/nanoserver:ltsc2022"


def reference(value: str) -> str:
    """Raises ValueError with what is allowed; a value that may hold a password is not repeated."""
    if holds_credentials(value):
        raise ValueError(
            "it holds a user and a password, which would be seen wherever the image's name is: take them out"
        )
    problem = _problem(value)
    if problem:
        raise ValueError(f"{problem}; allowed is a reference such as {EXAMPLE}")
    return value


def _problem(value: str) -> str | None:
    """What is wrong with it, in the order in which it is read."""
    scheme = re.match(r"[a-zA-Z][\w+.-]*://", value)
    if scheme:
        return f"a reference has no scheme: leave out {scheme[0]}"
    if re.fullmatch(r"sha256:.*|[0-9a-f]{64}", value):
        return "an id is no reference: it says not where the image comes from"
    rest, at, digest = value.partition("@")
    if at and not _DIGEST.fullmatch(digest):
        return "what stands behind @ is no digest (sha256: and 64 hexadecimal digits in lower case)"
    name, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        name, colon, tag = rest, "", ""
    if colon and not tag:
        return "the tag is empty, with which the engine pulls every tag of the repository: name one"
    if colon and not _TAG.fullmatch(tag):
        return "the tag may have letters, digits, '_', '.' and '-', 128 at most, and begins with none of the last two"
    return _name_problem(name)


def _name_problem(name: str) -> str | None:
    first, slash, rest = name.partition("/")
    has_domain = bool(slash) and ("." in first or ":" in first or first == "localhost" or first != first.lower())
    if len(name) > LONGEST_NAME:
        return f"the name is longer than {LONGEST_NAME} characters"
    if has_domain:
        host, colon, port = (first, "", "") if first.endswith("]") else _host_and_port(first)
        if not _DOMAIN.fullmatch(host):
            return "the registry's host is no host name"
        if colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            return "the registry's port is no number from 1 to 65535"
    path = rest if has_domain else name
    if path != path.lower():
        return "the repository must be in lower case"
    if not path or not all(_PATH_PART.fullmatch(part) for part in path.split("/")):
        return "the repository may have lower-case letters and digits, between them '.', '_', '__', '-' and '/'"
    return None


def _host_and_port(text: str) -> tuple[str, str, str]:
    host, colon, port = text.rpartition(":")
    return (host, colon, port) if colon else (text, "", "")


def split(value: str) -> tuple[str, str, str]:
    """Its name with the registry, its tag and its digest, each empty where there is none."""
    rest, _at, digest = value.partition("@")
    name, colon, tag = rest.rpartition(":")
    return (name, tag, digest) if colon and "/" not in tag else (rest, "", digest)


def same_reference(one: str, other: str) -> bool:
    """`nanoserver` and `docker.io/library/nanoserver:latest` are one image."""
    return _full(one) == _full(other)


def _full(value: str) -> str:
    name = value.removeprefix("docker.io/").removeprefix("library/")
    return name if "@" in name or ":" in name.rpartition("/")[2] else f"{name}:latest"
