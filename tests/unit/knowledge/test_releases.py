"""Names of builds, builds of tags, and dates that can be true."""

from __future__ import annotations

from datetime import date

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import (
    RELEASES,
    image_tag,
    image_version,
    product_name,
    release,
)

# hcsshim osversion/windowsbuilds.go and the published tables, whatever the kind.
BUILDS = (
    14393,
    15063,
    16299,
    17134,
    17763,
    18362,
    18363,
    19041,
    19042,
    19043,
    19044,
    19045,
    20348,
    22000,
    22621,
    22631,
    25398,
    26100,
    26200,
)


def test_every_build_is_there_once_for_its_kind() -> None:
    assert set(BUILDS) <= {row.build for row in RELEASES}
    assert len({(row.build, row.kind) for row in RELEASES}) == len(RELEASES)
    assert len({row.name for row in RELEASES}) == len(RELEASES)


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: row.name)
def test_row(row: object) -> None:
    assert row.kind in ("server", "client")  # type: ignore[attr-defined]
    ends = [date.fromisoformat(day) for day in (row.mainstream_ends, row.extended_ends) if day]  # type: ignore[attr-defined]
    assert ends == sorted(ends)
    # Microsoft ends support on Tuesdays; the annual channel 23H2 (a Friday) is the exception.
    if row.version != "23H2" or row.kind == "client":  # type: ignore[attr-defined]
        assert all(day.weekday() == 1 for day in ends), ends
    assert row.source.startswith("https://learn.microsoft.com/")  # type: ignore[attr-defined]
    assert release(row.build, row.kind) is row  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("build", "kind", "short", "known"),
    [
        (14393, "server", "2016", True),
        (14393, "client", "10 1607", True),
        (17763, "server", "2019", True),
        (19042, "server", "20H2", True),
        (20348, "server", "2022", True),
        (25398, "server", "23H2", True),
        (26100, "server", "2025", True),
        (26100, "client", "11 24H2", True),
        (29500, "server", "build 29500", False),
        (29500, "client", "11 build 29500", False),
        (20348, "client", "10 build 20348", False),
    ],
)
def test_release(build: int, kind: str, short: str, known: bool) -> None:
    found = release(build, kind)
    assert (found.release, found.known) == (short, known)
    assert str(build) in found.name or known


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("10.0.17763.1039", (17763, 1039)),
        ("10.0.14393", (14393, None)),
        ("26100", (26100, None)),
        (20348, (20348, None)),
        ("ltsc2016", (14393, None)),
        ("ltsc2019", (17763, None)),
        ("LTSC2022", (20348, None)),
        ("ltsc2025", (26100, None)),
        ("1607", (14393, None)),
        ("1709", (16299, None)),
        ("1803", (17134, None)),
        ("1809", (17763, None)),
        ("1903", (18362, None)),
        ("1909", (18363, None)),
        ("2004", (19041, None)),
        (2004, (19041, None)),
        ("20H2", (19042, None)),
        ("23H2", (25398, None)),
        ("ltsc2022-amd64", (20348, None)),
        ("10.0.20348.2113-amd64", (20348, 2113)),
        ("ltsc2019-KB5031361", (17763, None)),
        (" 1809 ", (17763, None)),
        ("latest", None),
        ("", None),
        (None, None),
        ("10.0", None),
        ("6.3.9600", None),
        ("10.0.17763.1039.1", None),
        ("11.0.17763", None),
        ("mcr.microsoft.com/windows/nanoserver", None),
    ],
)
def test_image_version(text: str | int | None, version: tuple[int, int | None] | None) -> None:
    assert image_version(text) == version


def test_a_tag_leads_to_its_build_and_back() -> None:
    for row in RELEASES:
        for tag in row.tags:
            assert image_version(tag) == (row.build, None)
        if row.tags:
            assert image_tag(row.build) == row.tags[0]
    assert image_tag(22621) is None


@pytest.mark.parametrize(
    ("said", "build", "kind", "name"),
    [
        ("Windows 10 Pro", 22631, "client", "Windows 11 Pro"),
        ("Windows 10 Pro", 19045, "client", "Windows 10 Pro"),
        ("Microsoft Windows 11 Pro", 26100, "client", "Windows 11 Pro"),
        ("Microsoft Windows Server 2022 Standard", 20348, "server", "Windows Server 2022 Standard"),
        (None, 20348, "server", ""),
    ],
)
def test_product_names_that_mislead(said: str | None, build: int, kind: str, name: str) -> None:
    assert product_name(said, build, kind) == name
