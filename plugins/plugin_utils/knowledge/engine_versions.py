# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which versions of the engine are published, on which builds of Windows do they start, and which lines still get
support?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .engine_version import Version, known
from .engine_versions_rows import (
    ARCHIVES,
    AS_OF,
    CLIENT_TAGS,
    DOCKERS_LAST,
    FIRST_BUILDS,
    LAST_PUBLISHED,
    LINES,
    RELEASES,
    TAGS,
)
from .releases import release

__all__ = (
    "AS_OF",
    "LINES_BY_NAME",
    "SOURCES",
    "VERSIONS",
    "Line",
    "Published",
    "cannot_run",
    "day_of",
    "first_build",
    "newest",
    "newest_for",
    "newest_of_line",
    "of_docker",
    "out_of_support",
    "published",
    "registers_only_with_feature",
)

SOURCES = (TAGS, CLIENT_TAGS, ARCHIVES)

# moby/moby#51997: these check the system before they register their service, so the feature and its restart come
# first. Introduced by pull request 51868, undone by 52006.
CHECKS_BEFORE_REGISTERING = (known("29.2.0"), known("29.3.0-rc.1"))


@dataclass(frozen=True)
class Published:
    """One published version: the day of its tag (None where it is not known), and whether Docker publishes programs
    of it for Windows; others' builds (Mirantis) are published too."""

    version: Version
    day: date | None
    docker: bool


@dataclass(frozen=True)
class Line:
    """One line: who keeps it ("" = nobody), and the last day of its support (None = none is told)."""

    name: str
    kept_by: str
    ends: date | None
    source: str


def _day(text: str) -> date | None:
    return None if text == "?" else date.fromisoformat(text)


def _published() -> tuple[Published, ...]:
    rows = []
    for minor, days in RELEASES:
        for patch, day in enumerate(days.split()):
            if day == "-":
                continue
            found = known(f"{minor}.{patch}")
            last = DOCKERS_LAST.get(found.line)
            rows.append(Published(found, _day(day), last is None or found <= known(last)))
    return tuple(sorted(rows, key=lambda row: row.version))


VERSIONS: tuple[Published, ...] = _published()
_BY_VERSION = {row.version: row for row in VERSIONS}
LINES_BY_NAME: dict[str, Line] = {
    name: Line(name, kept_by, date.fromisoformat(ends) if ends else None, source)
    for name, kept_by, ends, source in LINES
}


def published(version: Version) -> bool:
    """Whether there are programs of this version (a packager's later build, 23.0.9-1, is one of its release)."""
    return version.released and version.release in _BY_VERSION


def of_docker(version: Version) -> bool:
    """Whether Docker publishes programs of this version for Windows."""
    row = _BY_VERSION.get(version)
    return row is not None and row.docker


def day_of(version: Version) -> date | None:
    """The day on which a version was tagged, None where it is not known."""
    row = _BY_VERSION.get(version.release)
    return row.day if row and version.released else None


def newest() -> Version:
    """The newest version of the table."""
    return VERSIONS[-1].version


def newest_of_line(version: Version) -> Version | None:
    """The newest version of the same line, others' builds included; None where the table does not know the line."""
    return next((row.version for row in reversed(VERSIONS) if row.version.line == version.line), None)


def first_build(version: Version) -> int:
    """The first build of Windows on which this version starts."""
    return next(
        (build for since, build, _source in reversed(FIRST_BUILDS) if version >= known(since)), FIRST_BUILDS[0][1]
    )


def _last_published(build: int) -> Version | None:
    return next((known(last) for below, last, _source in LAST_PUBLISHED if build < below), None)


def newest_for(build: int, product_type: int | None = None) -> Version | None:
    """The newest version that Docker publishes and that starts on this build; None where none does."""
    return next(
        (row.version for row in reversed(VERSIONS) if row.docker and not cannot_run(row.version, build, product_type)),
        None,
    )


def cannot_run(version: Version, build: int, product_type: int | None = None) -> str | None:
    """Why a version does not start on a build of Windows, and the way out; None where nothing speaks against it, also
    for versions that are newer than this table."""
    needs, last = first_build(version), _last_published(build)
    where = f"{release(build, 'client' if product_type == 1 else 'server').name} (build {build})"
    if build < FIRST_BUILDS[0][1]:
        return (
            f"No Docker engine for Windows starts on {where}: it needs build {FIRST_BUILDS[0][1]} (Windows Server "
            "2016, Windows 10 1607) or later. Take a newer Windows."
        )
    if build < needs:
        return (
            f"Docker engine {version} does not start on {where}: it needs build {needs} (Windows Server 2019, Windows "
            f"10 1809) or later. Take {last}, the newest for this Windows, or a newer Windows."
        )
    if last is not None and version.release > last:
        return (
            f"Docker engine {version} was never published for {where}: {last} is the newest for this Windows. Take "
            "that, or a newer Windows."
        )
    return None


def out_of_support(version: Version, on: date) -> str | None:
    """Since when a version's line has no support on a day, with what has; None where it has, or nothing is known."""
    line = LINES_BY_NAME.get(version.line)
    if line is None:
        if version > newest():
            return None
        return f"Docker engine {version} belongs to no line that has support; {newest()} is the newest (as of {AS_OF})."
    if line.ends is None or on <= line.ends:
        return None
    return (
        f"Docker engine {line.name} has had no support since {line.ends}; {newest()} is the newest engine (as of "
        f"{AS_OF})."
    )


def registers_only_with_feature(version: Version) -> bool:
    """Whether `dockerd --register-service` of this version fails where the feature Containers is not yet there."""
    since, until = CHECKS_BEFORE_REGISTERING
    return since <= version < until
