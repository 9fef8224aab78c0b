"""Every cell that Microsoft published: what it lists runs, what it does not list does not (but for the decided
contradictions)."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.published import published
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image

CELLS = [
    (kind, int(host), int(image), "" if modes == "-" else modes)
    for line in (Path(__file__).parent / "data" / "published_cells.txt").read_text(encoding="ascii").splitlines()
    if line and not line.startswith("#")
    for kind, *hosts in [line.split(":")[0].split()]
    for host in hosts
    for image, modes in [cell.split("=") for cell in line.split(":")[1].split()]
]
# docs/verdicts.md: the tables leave out process isolation with equal builds on Windows 10, which Microsoft documents
# elsewhere.
CLIENT_PROCESS = {(17763, 17763), (18362, 18362), (18363, 18363)}


def test_the_data_holds_both_tables() -> None:
    assert len(CELLS) == 188


@pytest.mark.parametrize(("kind", "host", "image", "modes"), CELLS)
def test_cell(kind: str, host: int, image: int, modes: str) -> None:
    answers = {
        letter: judge_image({"build": host, "kind": kind}, f"10.0.{image}", mode)["verdict"]
        for letter, mode in (("P", "process"), ("H", "hyperv"))
    }
    wanted = {letter: "yes" if letter in modes else "no" for letter in "PH"}
    if kind == "client" and (host, image) in CLIENT_PROCESS:
        wanted["P"] = "by_rule"
    assert answers == wanted


@pytest.mark.parametrize(("kind", "host", "image", "modes"), CELLS)
def test_the_reader_finds_the_cell(kind: str, host: int, image: int, modes: str) -> None:
    cell = published(kind, host, image)
    assert cell is not None
    assert set(cell.modes.strip("-")) == set(modes)


@pytest.mark.parametrize(
    ("kind", "host", "image", "mode", "verdict"),
    [
        ("server", 20348, 17134, "hyperv", "by_rule"),  # 1803 images: not on that page
        ("server", 25398, 20348, "process", "by_rule"),  # the annual channel has no row
        ("server", 25398, 25398, "process", "by_rule"),
        ("server", 25398, 17763, "process", "no"),
        ("server", 25398, 26100, "hyperv", "no"),
        ("client", 19045, 19042, "hyperv", "by_rule"),
        ("client", 19043, 20348, "hyperv", "no"),  # a preview of 2022 that was withdrawn: Windows-Containers issue 155
        ("client", 18363, 18362, "process", "no"),  # ran in practice: Virtualization-Documentation issue 1299
        ("client", 26200, 20348, "process", "by_rule"),  # hcsshim and containerd disagree above 26100
        ("server", 29000, 20348, "process", "by_rule"),
        ("server", 29000, 26100, "process", "by_rule"),
        ("server", 29000, 17763, "process", "no"),
        ("server", 29000, 29000, "process", "by_rule"),
    ],
)
def test_what_no_cell_decides(kind: str, host: int, image: int, mode: str, verdict: str) -> None:
    assert judge_image({"build": host, "kind": kind}, f"10.0.{image}", mode)["verdict"] == verdict


@pytest.mark.parametrize(
    ("host", "image", "runs"),
    [  # hcsshim osversion/platform_compat_windows_test.go and containerd/platforms
        (17763, 17763, True),
        (17763, 20348, False),
        (20348, 17763, False),
        (20348, 20348, True),
        (22621, 17763, False),
        (22621, 20348, True),
        (26100, 20348, True),
        (20348, 26100, False),
        (20348, 22621, False),
        (26100, 22621, True),
    ],
)
def test_the_unit_cases_of_hcsshim(host: int, image: int, runs: bool) -> None:
    verdict = judge_image({"build": host, "kind": "server"}, str(image), "process")["verdict"]
    assert (verdict in ("yes", "by_rule")) is runs


def test_a_contradiction_is_told() -> None:
    verdict = judge_image({"build": 26200, "kind": "client"}, "ltsc2022", "process")
    assert "hcsshim from build 26100" in " ".join(reason["fact"] for reason in verdict["reasons"])
    assert "The tag ltsc2025 fits by both rules." in verdict["remedies"]
