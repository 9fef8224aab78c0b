"""Images: what is there, what can be pulled by which host, and what the stream says."""

from __future__ import annotations

import json

import pytest
from hostsim.engine.registry_rows import read_entry

NANO = "mcr.microsoft.com/windows/nanoserver"
HOSTS = {
    "2016": ({"release": "2016"}, "20.10.24"), "2019": ({"release": "2019"}, "28.5.2"), "2022": ({}, "28.5.2"),
    "2025": ({"release": "2025"}, "28.5.2"),
}  # fmt: skip


def pull(box, name, tag=""):
    """Status and lines of a pull."""
    response = box.client.post(f"/images/create?fromImage={name}&tag={tag}", headers={"X-Registry-Auth": "e30="})
    return response.status_code, [json.loads(line) for line in response.text.splitlines()]


def test_a_pull_tells_its_progress_and_is_up_to_date_the_second_time(make):
    box = make(images=[]).up()
    status, lines = pull(box, NANO, "ltsc2022")
    assert status == 200
    assert lines[0] == {"status": "Pulling from windows/nanoserver", "id": "ltsc2022"}
    assert {"Pulling fs layer", "Downloading", "Extracting", "Pull complete"} <= {line["status"] for line in lines}
    assert lines[-1]["status"] == f"Status: Downloaded newer image for {NANO}:ltsc2022"
    assert lines[-2]["status"].startswith("Digest: sha256:")
    image = box.get(f"/images/{NANO}:ltsc2022/json")
    assert (image["Os"], image["OsVersion"], image["Size"]) == ("windows", "10.0.20348.2113", 296_000_000)
    assert pull(box, f"{NANO}:ltsc2022")[1][-1]["status"] == f"Status: Image is up to date for {NANO}:ltsc2022"


@pytest.mark.parametrize(
    ("host", "os_version"),
    [("2019", "10.0.17763.1039"), ("2022", "10.0.20348.2113"), ("2025", "10.0.26100.3775")],
)
def test_from_a_list_the_hosts_own_build_goes_first(make, host, os_version):
    about, version = HOSTS[host]
    box = make(about, version=version, images=[]).up()
    pull(box, NANO, "multi")
    assert box.get(f"/images/{NANO}:multi/json")["OsVersion"] == os_version


def test_without_the_own_build_the_lists_order_counts(make):
    platforms = [{"os_version": "10.0.17763.1"}, {"os_version": "10.0.20348.1"}]
    box = make({"release": "2025"}, registry={"a/b:1": {"platforms": platforms}}, images=[]).up()
    pull(box, "a/b", "1")
    assert box.get("/images/a/b:1/json")["OsVersion"] == "10.0.17763.1"


@pytest.mark.parametrize(
    ("host", "tag", "text"),
    [
        ("2019", "ltsc2022", "a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host"),
        ("2016", "multi", "no matching manifest for windows/amd64 10.0.14393 in the manifest list entries"),
        ("2022", "only2025", "no matching manifest for windows(10.0.20348)/amd64 in the manifest list entries"),
    ],
)
def test_newer_images_are_refused_in_the_stream(make, host, tag, text):
    about, version = HOSTS[host]
    box = make(about, version=version, images=[]).up()
    status, lines = pull(box, NANO, tag)
    assert (status, lines[-1]) == (200, {"errorDetail": {"message": text}, "error": text})
    assert box.get("/images/json") == []


def test_linux_images_are_refused(box):
    text = 'image operating system "linux" cannot be used on this platform: operating system is not supported'
    assert pull(box, "alpine", "3")[1][-1]["error"] == text


@pytest.mark.parametrize(
    ("name", "status", "text"),
    [
        (f"{NANO}:nope", 404, f"manifest for {NANO}:nope not found: manifest unknown: manifest unknown"),
        ("mcr.microsoft.com/no/such:1", 404,
         "manifest for mcr.microsoft.com/no/such:1 not found: manifest unknown: manifest unknown"),
        ("nobody/nothing", 404, "pull access denied for nobody/nothing, repository does not exist or may require "
                                "'docker login': denied: requested access to the resource is denied"),
        ("private.example/app:1", 404, "pull access denied for private.example/app, repository does not exist or may "
                                       "require 'docker login': denied: requested access to the resource is denied"),
        ("nope.invalid/x:1", 500, 'Get "https://nope.invalid/v2/": dial tcp: lookup nope.invalid: no such host'),
        ("UPPER", 400, "invalid reference format: repository name (library/UPPER) must be lowercase"),
    ],
)  # fmt: skip
def test_what_fails_before_the_stream_has_a_status(box, name, status, text):
    assert box.ask("POST", f"/images/create?fromImage={name}") == (status, text)


def test_distribution_tells_the_platforms_before_a_pull(box):
    body = box.get(f"/distribution/{NANO}:multi/json")
    assert body["Descriptor"]["mediaType"].endswith("manifest.list.v2+json")
    assert [p.get("os.version") for p in body["Platforms"]] == [
        None,
        "10.0.17763.1039",
        "10.0.20348.2113",
        "10.0.26100.3775",
    ]
    single = box.get(f"/distribution/{NANO}:ltsc2025/json")["Platforms"]
    assert single == [{"architecture": "amd64", "os": "windows", "os.version": "10.0.26100.3775"}]
    assert box.ask("GET", f"/distribution/{NANO}:nope/json") == (404, "manifest unknown: manifest unknown")
    assert box.ask("GET", "/distribution/private.example/app:1/json")[0] == 403


def test_pull_by_digest(box):
    digest = box.get(f"/distribution/{NANO}:ltsc2022/json")["Descriptor"]["digest"]
    assert pull(box, NANO, digest)[0] == 200
    assert box.get(f"/images/{NANO}@{digest}/json")["RepoTags"] == [f"{NANO}:ltsc2022"]


def test_list_inspect_and_remove(box):
    name = f"{NANO}:ltsc2022"
    assert {tag for row in box.get("/images/json") for tag in row["RepoTags"]} >= {name}
    assert [row["RepoTags"] for row in box.get(f'/images/json?filters={{"reference":["{name}"]}}')] == [[name]]
    identifier = box.get(f"/images/{name}/json")["Id"]
    assert box.get(f"/images/{identifier[7:19]}/json")["Id"] == identifier
    assert box.ask("GET", "/images/nope/json") == (404, "No such image: nope:latest")
    container = box.create()
    assert box.ask("DELETE", f"/images/{name}") == (
        409,
        f'conflict: unable to remove repository reference "{name}" (must force) - container {container[:12]} is using '
             f"its referenced image {identifier[7:19]}",
    )  # fmt: skip
    assert box.client.delete(f"/images/{name}?force=1").json[-1] == {"Deleted": identifier}
    assert box.get("/containers/json?all=1")[0]["Image"] == identifier


def test_a_pull_that_breaks_off_leaves_nothing(make):
    box = make(images=[]).up()
    box.engine.fault("pull_error", text="unexpected EOF", times=1)
    assert pull(box, NANO, "ltsc2022")[1][-1]["error"] == "unexpected EOF"
    assert box.get("/images/json") == []
    assert pull(box, NANO, "ltsc2022")[1][-1]["status"].startswith("Status: Downloaded")


def test_two_tags_are_one_image_where_they_are_described_alike_and_else_two() -> None:
    one = {"os_version": "10.0.20348.2113", "size": "300MB", "layers": 2, "config": {"Cmd": ["a.exe"]}}
    others = {
        "config": {"Cmd": ["b.exe"]},
        "layers": 3,
        "size": "301MB",
        "os_version": "10.0.20348.2322",
        "revision": 2,
    }
    first = read_entry("shop/web:1", one)[1].images[0]
    assert read_entry("shop/web:2", dict(one))[1].images[0].image_id == first.image_id
    for key, value in others.items():
        other = read_entry("shop/web:2", {**one, key: value})[1].images[0]
        assert other.image_id != first.image_id, key
        assert other.digest != first.digest, key
