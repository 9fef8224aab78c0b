"""Images go from one engine to another in an archive, and are the same there."""

from __future__ import annotations

import io
import json
import tarfile

import docker
import pytest

from .box import NANO, Box

NAME = f"{NANO}:ltsc2022"


def saved(box: Box, *names: str) -> bytes:
    response = box.client.get("/images/get?" + "&".join(f"names={name}" for name in names))
    assert (response.status_code, response.content_type) == (200, "application/x-tar")
    return response.data


def loaded(box: Box, data: bytes, query: str = "") -> list[dict[str, object]]:
    response = box.client.post(f"/images/load{query}", data=data)
    assert response.status_code == 200
    return [json.loads(line) for line in response.text.splitlines()]


def files(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar if member.isfile()}


def changed(data: bytes, **new: bytes | None) -> bytes:
    """The archive with other files; None leaves one out. `manifest` stands for manifest.json."""
    found = {**files(data), **{name.replace("manifest", "manifest.json"): value for name, value in new.items()}}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, value in found.items():
            if value is not None:
                member = tarfile.TarInfo(name)
                member.size = len(value)
                tar.addfile(member, io.BytesIO(value))
    return out.getvalue()


@pytest.mark.parametrize("versions", [("28.5.2", "29.7.2"), ("29.7.2", "28.5.2"), ("28.5.2", "28.5.2")])
def test_an_image_is_the_same_on_another_engine(make, versions):
    one, other = make(version=versions[0]).up(), make(version=versions[1], images=[]).up()
    data = one.client.get(f"/images/{NAME}/get").data
    assert data == saved(one, NAME)
    assert loaded(other, data) == [{"stream": f"Loaded image: {NAME}\n"}]
    api = "/v1.44/images"
    there, here = (box.client.get(f"{api}/{NAME}/json").json for box in (one, other))
    for key in ("Id", "RepoTags", "RootFS", "Config", "Created", "Size", "Os", "OsVersion", "Architecture"):
        assert there[key] == here[key], key
    assert here["RepoDigests"] == []
    assert one.get(f"/images/{NAME}/history") == other.get(f"/images/{NAME}/history")
    assert other.create()  # it can be used


def test_the_archive_is_an_oci_layout_with_the_older_files_beside_it(box):
    found = files(saved(box, NAME))
    image = box.get(f"/images/{NAME}/json")
    (item,) = json.loads(found["manifest.json"])
    assert item["Config"] == f"blobs/sha256/{image['Id'][7:]}"
    assert item["RepoTags"] == [NAME]
    assert [f"sha256:{name.rpartition('/')[2]}" for name in item["Layers"]] == image["RootFS"]["Layers"]
    assert json.loads(found["repositories"]) == {NANO: {"ltsc2022": image["RootFS"]["Layers"][-1][7:]}}
    assert json.loads(found["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}
    (entry,) = json.loads(found["index.json"])["manifests"]
    assert entry["annotations"]["org.opencontainers.image.ref.name"] == "ltsc2022"
    manifest = json.loads(found[f"blobs/sha256/{entry['digest'][7:]}"])
    assert manifest["config"]["digest"] == image["Id"]


def test_several_images_and_a_whole_repository(box, make):
    other = make(images=[]).up()
    lines = loaded(other, saved(box, NANO))
    assert {line["stream"] for line in lines} == {
        f"Loaded image: {NANO}:{tag}\n" for tag in ("healthy", "ltsc2019", "ltsc2022")
    }
    both = make(images=[]).up()
    assert len(loaded(both, saved(box, NAME, f"{NANO}:ltsc2019"))) == 2
    assert {row["Id"] for row in both.get("/images/json")} < {row["Id"] for row in other.get("/images/json")}


def test_by_id_it_has_no_name(box, make):
    other = make(images=[]).up()
    identifier = box.get(f"/images/{NAME}/json")["Id"]
    assert loaded(other, saved(box, identifier)) == [{"stream": f"Loaded image ID: {identifier}\n"}]
    assert other.get(f"/images/{identifier}/json")["RepoTags"] == []


def test_progress_is_told_where_it_is_wanted(box, make):
    other = make(images=[]).up()
    lines = loaded(other, saved(box, NAME), "?quiet=0")
    bars = [line for line in lines if line.get("status") == "Loading layer"]
    layers = [layer[7:19] for layer in box.get(f"/images/{NAME}/json")["RootFS"]["Layers"]]
    assert list(dict.fromkeys(line["id"] for line in bars)) == layers
    assert bars[-1]["progressDetail"]["current"] == bars[-1]["progressDetail"]["total"]
    assert [line for line in loaded(other, saved(box, NAME), "?quiet=0") if "status" in line] == []  # they are there


def test_a_name_moves_to_what_is_loaded(box, make):
    other = make().up()
    before = other.get(f"/images/{NANO}:ltsc2019/json")["Id"]
    assert other.ask("POST", f"/images/{before}/tag?repo=mine&tag=1")[0] == 201
    assert box.ask("POST", f"/images/{NAME}/tag?repo=mine&tag=1")[0] == 201
    assert [line["stream"] for line in loaded(other, saved(box, "mine:1"))] == [
        f"The image mine:1 already exists, renaming the old one with ID {before} to empty string\n",
        "Loaded image: mine:1\n",
    ]


def test_what_cannot_be_saved(box):
    assert box.ask("GET", "/images/get?names=nope:1") == (404, "reference does not exist")
    assert box.ask("GET", "/images/nope/get") == (404, "No such image: nope")
    assert box.ask("GET", "/images/get?names=UP:1")[0] == 500


MANIFEST = [{"Config": "c.json", "RepoTags": ["x:1"], "Layers": []}]


@pytest.mark.parametrize(
    ("version", "data", "text"),
    [
        ("28.5.2", b"", "Windows does not support legacy loading of images"),
        ("29.7.2", b"", "invalid archive: does not contain a manifest.json"),
        ("28.5.2", b"x" * 2000, "archive/tar: invalid tar header"),
        ("28.5.2", b"x" * 20, "unexpected EOF"),
        (
            "28.5.2",
            changed(b"\0" * 1024, manifest=b"null"),
            "invalid manifest, manifest cannot be null (but can be [])",
        ),
        (
            "29.7.2",
            changed(b"\0" * 1024, manifest=b"x"),
            "invalid archive: failed to decode manifest.json: invalid character 'x' looking for beginning of value",
        ),
    ],
)
def test_archives_that_are_none(make, version, data, text):
    box = make(version=version, images=[]).up()
    (line,) = loaded(box, data)
    assert line == {"errorDetail": {"message": text}, "error": text}


def test_archives_that_are_broken(box, make):
    other = make(images=[]).up()
    data = saved(box, NAME)
    (item,) = json.loads(files(data)["manifest.json"])
    config = json.loads(files(data)[item["Config"]])

    def error_of(**new: bytes | None) -> str:
        line = loaded(other, changed(data, **new))[-1]
        return str(line["error"])

    short = json.dumps([{**item, "Layers": item["Layers"][:1]}]).encode()
    assert error_of(manifest=short) == "invalid manifest, layers length mismatch: expected 1, got 2"
    swapped = json.dumps([{**item, "Layers": item["Layers"][::-1]}]).encode()
    first, second = (f"sha256:{name.rpartition('/')[2]}" for name in item["Layers"])
    assert error_of(manifest=swapped) == f'invalid diffID for layer 0: expected "{first}", got "{second}"'
    linux = json.dumps({**config, "os": "linux"}).encode()
    assert error_of(**{item["Config"]: linux}) == "cannot load linux image on windows"
    assert error_of(**{item["Config"]: b"{}"}) == "invalid image JSON, no RootFS key"
    assert error_of(**{item["Layers"][0]: None}).endswith("The system cannot find the file specified.")
    assert other.get("/images/json") == []


def test_with_the_sdk_over_a_socket(box, make, tmp_path):
    other = make(images=[]).up()
    clients = []
    for number, one in enumerate((box, other)):
        path = str(tmp_path / f"engine{number}")
        one.engine.listen(path)
        clients.append(docker.DockerClient(base_url=f"unix://{path}", version="1.44"))
    here, there = clients
    image = here.images.get(NAME)
    (copy,) = there.images.load(b"".join(image.save(named=True)))
    assert copy.id == image.id
    assert copy.tags == [NAME]
    for client in clients:
        client.close()
    for one in (box, other):
        one.engine.close()
