"""Descriptions: defaults, sizes, and errors that name the host and the key."""

from __future__ import annotations

import pytest
from hostsim.machine.description import describe, size


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (4096, 4096),
        ("16GiB", 16 * 1024**3),
        ("512 m", 512 * 1024**2),
        ("1.5g", 3 * 1024**3 // 2),
        ("2TB", 2 * 1024**4),
        ("10", 10),
        ("8kb", 8192),
    ],
)
def test_sizes(value, expected):
    assert size(value) == expected


@pytest.mark.parametrize("value", ["", "much", "16XiB", "-1", "1 2"])
def test_sizes_that_are_none(value):
    with pytest.raises(ValueError, match="is not a number of bytes"):
        size(value)


def test_the_least_description():
    about = describe({}, "plain")
    assert (about.name, about.build, about.revision, about.kind) == ("plain", 20348, 2113, "server")
    assert (about.installation, about.platform, about.engine.state) == ("Server", "physical", "absent")


@pytest.mark.parametrize(
    ("host", "release", "build", "revision"),
    [
        ({"release": "2019"}, "2019", 17763, 6054),
        ({"build": 17763}, "2019", 17763, 6054),
        ({"build": 26100, "edition": "Professional"}, "11 24H2", 26100, 4061),
        ({"release": "11 24H2"}, "11 24H2", 26100, 4061),
        ({"release": 2022, "revision": 7}, "2022", 20348, 7),
        ({"release": "11 25H2", "build": 27000}, "11 25H2", 27000, 6584),
    ],
)
def test_releases_and_builds(host, release, build, revision):
    about = describe(host)
    assert (about.release.name, about.build, about.revision) == (release, build, revision)


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ({"release": "2022", "edition": "Professional"}, "host h: edition Professional does not exist on release 2022"),
        ({"virtual": "xbox"}, "host h: virtual is 'xbox'; allowed are: physical, hyper-v, azure"),
        ({"domain_role": "king"}, "host h: domain_role is 'king'"),
        ({"release": "11 24H2", "domain_role": "controller"}, "host h: domain_role is 'controller'"),
        ({"installation": "Nano"}, "host h: installation is 'Nano'; allowed are: Server, Server Core"),
        ({"engine": {"state": "broken"}}, "host h: engine.state is 'broken'"),
        ({"engine": {"installer": "choco"}}, "host h: engine.installer is 'choco'; allowed are: zip, microsoft"),
        ({"engine": {"wrapper": "winsw"}}, "host h: engine.wrapper is 'winsw'; allowed are: nssm"),
        ({"engine": {"state": "running", "mode": "linux"}}, "host h: engine.mode is Docker Desktop's"),
        ({"engine": {"state": "desktop", "mode": "macos"}}, "host h: engine.mode is 'macos'"),
        ({"disks": {"D": {"file_system": "FAT"}}}, "host h: disks.D.file_system is 'FAT'; allowed are: NTFS, ReFS"),
        ({"net_framework": "5.0"}, "host h: net_framework is '5.0'; allowed are: 4.6.2"),
        ({"files": {"C:\\x.exe": {"program": "dockerd"}}}, "host h: files: C:.x.exe: a text, base64, or program"),
        ({"files": {"C:\\x": {"base64": "?"}}}, "host h: files: C:.x: a text, base64, or program"),
        ({"release": "1999"}, "release '1999' is not known"),
        ({"edition": "ServerTurbo"}, "edition 'ServerTurbo' is not known"),
    ],
)
def test_errors_name_the_host_and_the_key(host, text):
    with pytest.raises(ValueError, match=text):
        describe(host, "h")


def test_features_that_the_edition_lacks_are_an_error(bench):
    with pytest.raises(ValueError, match="feature 'Containers' does not exist"):
        bench.machine(release="10 22H2", edition="Core", features=["Containers"])
