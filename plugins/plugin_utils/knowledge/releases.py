# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Windows release is this build, and which build does an image's version or tag mean?

The table holds every release that can be a container host or the base of a container image. A build that it does not
know is named by rule, so that a host newer than this file can still be judged."""

from __future__ import annotations

import re
from dataclasses import dataclass

LIFECYCLE = "https://learn.microsoft.com/en-us/lifecycle/products/"
RELEASE_HEALTH = "https://learn.microsoft.com/en-us/windows/release-health/"

FIRST_CONTAINER_BUILD = 14393
FIRST_WINDOWS_11_BUILD = 22000


@dataclass(frozen=True)
class Release:
    """One release of Windows.

    `release` is the short name that people use ("2022", "11 24H2", "20H2"), `name` the whole one, `channel` is "ltsc",
    "annual" or "client". `tags` are the tags under which Microsoft publishes base images of this build, the usual one
    first. Dates are ISO dates or None where unknown: `mainstream_ends` is the end of mainstream support (server) or of
    Home and Pro (client), `extended_ends` the end of extended support (server) or of Enterprise and Education
    (client). `known` is False where the release was named by rule."""

    build: int
    kind: str
    release: str
    name: str
    version: str
    channel: str
    tags: tuple[str, ...] = ()
    mainstream_ends: str | None = None
    extended_ends: str | None = None
    source: str = ""
    known: bool = True


def _ltsc(build: int, year: str, version: str, tags: str, mainstream: str, extended: str) -> Release:
    source = f"{LIFECYCLE}windows-server-{year}"
    return Release(
        build,
        "server",
        year,
        f"Windows Server {year}",
        version,
        "ltsc",
        tuple(tags.split()),
        mainstream,
        extended,
        source,
    )


def _annual(build: int, version: str, tags: str, ends: str) -> Release:
    source = f"{LIFECYCLE}windows-server"
    if version == "23H2":
        source = f"{LIFECYCLE}windows-server-annual-channel"
    name = f"Windows Server, version {version}"
    return Release(build, "server", version, name, version, "annual", tuple(tags.split()), ends, ends, source)


def _client(build: int, product: str, version: str, home_pro: str | None, enterprise: str | None) -> Release:
    source = (
        f"{RELEASE_HEALTH}windows11-release-information" if product == "11" else f"{RELEASE_HEALTH}release-information"
    )
    name = f"Windows {product}, version {version}"
    return Release(build, "client", f"{product} {version}", name, version, "client", (), home_pro, enterprise, source)


# Builds and names: hcsshim osversion/windowsbuilds.go. Dates: the page named in each row's `source`.
RELEASES: tuple[Release, ...] = (
    _ltsc(14393, "2016", "1607", "ltsc2016 1607", "2022-01-11", "2027-01-12"),
    _annual(16299, "1709", "1709", "2019-04-09"),
    _annual(17134, "1803", "1803", "2019-11-12"),
    _ltsc(17763, "2019", "1809", "ltsc2019 1809", "2024-01-09", "2029-01-09"),
    _annual(18362, "1903", "1903", "2020-12-08"),
    _annual(18363, "1909", "1909", "2021-05-11"),
    _annual(19041, "2004", "2004", "2021-12-14"),
    _annual(19042, "20H2", "20H2", "2022-08-09"),
    _ltsc(20348, "2022", "21H2", "ltsc2022", "2026-10-13", "2031-10-14"),
    _annual(25398, "23H2", "", "2025-10-24"),
    _ltsc(26100, "2025", "24H2", "ltsc2025", "2029-11-13", "2034-11-14"),
    _client(14393, "10", "1607", "2018-04-10", "2019-04-09"),
    _client(15063, "10", "1703", "2018-10-09", "2019-10-08"),
    _client(16299, "10", "1709", "2019-04-09", "2020-10-13"),
    _client(17134, "10", "1803", "2019-11-12", "2021-05-11"),
    _client(17763, "10", "1809", "2020-11-10", "2021-05-11"),
    _client(18362, "10", "1903", "2020-12-08", "2020-12-08"),
    _client(18363, "10", "1909", "2021-05-11", "2022-05-10"),
    _client(19041, "10", "2004", "2021-12-14", "2021-12-14"),
    _client(19042, "10", "20H2", "2022-05-10", "2023-05-09"),
    _client(19043, "10", "21H1", "2022-12-13", "2022-12-13"),
    _client(19044, "10", "21H2", "2023-06-13", "2024-06-11"),
    _client(19045, "10", "22H2", "2025-10-14", "2025-10-14"),
    _client(22000, "11", "21H2", "2023-10-10", "2024-10-08"),
    _client(22621, "11", "22H2", "2024-10-08", "2025-10-14"),
    _client(22631, "11", "23H2", "2025-11-11", "2026-11-10"),
    _client(26100, "11", "24H2", "2026-10-13", "2027-10-12"),
    _client(26200, "11", "25H2", "2027-10-12", "2028-10-10"),
    _client(26300, "11", "26H2", "2028-10-10", None),
    _client(28000, "11", "26H1", "2028-03-14", "2029-03-13"),
)

# Builds that are one kernel: updates turn one into the other (hcsshim osversion, Microsoft's enablement packages).
ONE_KERNEL = dict.fromkeys((19041, 19042, 19043, 19044, 19045), 19041)

_BY_BUILD = {(row.build, row.kind): row for row in RELEASES}
# Container images are made of server builds, so a tag that a client release shares (21H2) means the server's build.
_BY_TAG = {name.lower(): row.build for row in RELEASES if row.kind == "server" for name in (*row.tags, row.version)}
LTSC_BUILDS = tuple(row.build for row in RELEASES if row.channel == "ltsc")

_VERSION = re.compile(r"(?:10\.0\.)?(\d{5})(?:\.(\d{1,5}))?")
_SUFFIX = re.compile(r"-(?:amd64|arm64|kb\d+)$", re.IGNORECASE)


def release(build: int, kind: str) -> Release:
    """The release of a build, `kind` "server" or "client". A build that is not in the table is named by rule (`known`
    False)."""
    row = _BY_BUILD.get((build, kind))
    if row:
        return row
    product = "Server" if kind == "server" else ("11" if build >= FIRST_WINDOWS_11_BUILD else "10")
    channel = "annual" if kind == "server" else "client"
    short = f"build {build}" if kind == "server" else f"{product} build {build}"
    return Release(build, kind, short, f"Windows {product}, build {build}", "", channel, known=False)


def kernel(build: int) -> int:
    """The first build of the same kernel."""
    return ONE_KERNEL.get(build, build)


def support_ended(build: int, kind: str, today: str) -> str | None:
    """The day on which the last support of a release ended, where that is before `today` (ISO dates)."""
    ends = release(build, kind).extended_ends
    return ends if ends is not None and ends < today else None


def image_version(text: str | int | float | None) -> tuple[int, int | None] | None:
    """(build, revision or None) of an image's OS version ("10.0.17763.1039", "10.0.17763", 17763) or of a well-known
    tag ("ltsc2022", "1809", "20H2-amd64"); None where the text says nothing certain."""
    plain = _SUFFIX.sub("", str("" if text is None else text).strip())
    build = _BY_TAG.get(plain.lower())
    if build:
        return build, None
    match = _VERSION.fullmatch(plain)
    if not match:
        return None
    return int(match[1]), int(match[2]) if match[2] else None


def image_tag(build: int) -> str | None:
    """The usual tag of Microsoft's base images of a build ("ltsc2022"), None where there are none of it."""
    row = _BY_BUILD.get((build, "server"))
    return row.tags[0] if row and row.tags else None


def product_name(said: str | None, build: int | None, kind: str) -> str:
    """The product's name as it should read: the registry of Windows 11 still says "Windows 10 Pro"."""
    name = (said or "").removeprefix("Microsoft ").strip()
    if kind == "client" and build is not None and build >= FIRST_WINDOWS_11_BUILD:
        return name.replace("Windows 10", "Windows 11", 1)
    return name
