"""The tables of releases and editions, whole, and what a machine of each says of itself."""

from __future__ import annotations

import re

import pytest
from hostsim.machine.editions import EDITIONS, edition_of
from hostsim.machine.releases import RELEASES, release_built, release_named

CURRENT_VERSION = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
USUAL = {"server": "ServerDatacenter", "client": "Professional"}
SERVER_BUILDS = {14393, 16299, 17134, 17763, 18362, 18363, 19041, 19042, 20348, 25398, 26100}
CLIENT_BUILDS = SERVER_BUILDS - {20348, 25398} | {15063, 19043, 19044, 19045, 22000, 22621, 22631, 26200}


def test_every_build_of_the_published_tables_is_there():
    assert {each.build for each in RELEASES if each.kind == "server"} == SERVER_BUILDS
    assert {each.build for each in RELEASES if each.kind == "client"} == CLIENT_BUILDS


def test_names_are_unique():
    assert len({each.name for each in RELEASES}) == len(RELEASES)


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_a_machine_of_each_release_says_so(bench, release):
    machine = bench.machine(release=release.name, edition=USUAL[release.kind])
    system = machine.cim("Win32_OperatingSystem")[0]
    version = machine.registry(CURRENT_VERSION)
    assert system["Version"] == f"10.0.{release.build}"
    assert system["BuildNumber"] == version["CurrentBuild"] == version["CurrentBuildNumber"] == str(release.build)
    assert system["ProductType"] == {"server": 3, "client": 1}[release.kind]
    assert system["Caption"] == f"Microsoft {release.product} {EDITIONS[USUAL[release.kind]].words}"
    assert version["UBR"] == release.revision
    assert version.get("DisplayVersion") == release.display_version
    assert re.fullmatch(r"\d{5}\.\d+\.amd64fre\.\w+\.\d{6}-\d{4}", version["BuildLabEx"])
    assert re.fullmatch(r"\d{5}-\d{5}-\d{5}-AA\d{3}", version["ProductId"])
    assert release.source


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_display_version_exists_from_20h2_on_and_then_release_id_is_frozen(release):
    assert (release.display_version is not None) == (release.build >= 19042)
    if release.display_version:
        assert release.release_id == "2009"


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.edition_id)
def test_a_machine_of_each_edition_says_so(bench, edition):
    machine = bench.machine(release={"server": "2022", "client": "11 24H2"}[edition.kind], edition=edition.edition_id)
    system = machine.cim("Win32_OperatingSystem")[0]
    assert system["OperatingSystemSKU"] == edition.sku
    assert edition.words in system["Caption"]
    assert machine.registry(CURRENT_VERSION)["EditionID"] == edition.edition_id
    names = {row["FeatureName"] for row in machine.optional_features()}
    assert ("Containers" in names) == edition.containers
    assert ("Microsoft-Hyper-V" in names) == edition.hyper_v


def test_look_up_by_name_and_by_build():
    assert release_named(" 11 24h2 ").build == 26100
    assert release_built(17763, "server").name == "2019"
    assert release_built(17763, "client").name == "10 1809"
    assert edition_of("serverdatacenter").sku == 8


@pytest.mark.parametrize(
    ("look_up", "text"),
    [
        (lambda: release_named("2012"), "release '2012' is not known"),
        (lambda: release_built(20348, "client"), "no client release has build 20348"),
        (lambda: edition_of("Ultimate"), "edition 'Ultimate' is not known"),
    ],
)
def test_unknown_ones_are_named(look_up, text):
    with pytest.raises(ValueError, match=text):
        look_up()
