"""A compose file that is somebody else's reads nothing that lies beyond its folder, and fetches nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose import program
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import Source
from compose_cases import IMAGE

SECRET = "shadow-4711"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of compose files beside a file that is nobody's business."""
    (tmp_path / "shadow").write_text(f"root={SECRET}\n", encoding="utf-8")
    (tmp_path / "shadow.yml").write_text(f"services: {{base: {{image: '{SECRET}'}}}}\n", encoding="utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "link").symlink_to(tmp_path / "shadow")
    (tmp_path / "files" / "link.yml").symlink_to(tmp_path / "shadow.yml")
    (tmp_path / "files" / "up").symlink_to(tmp_path)
    return tmp_path / "files"


WEB = {"image": IMAGE}
HOSTILE: dict[str, dict[str, Any]] = {
    "env_file, absolute": {"services": {"web": {**WEB, "env_file": "/etc/passwd"}}},
    "env_file, above": {"services": {"web": {**WEB, "env_file": "../shadow"}}},
    "env_file, a link": {"services": {"web": {**WEB, "env_file": "link"}}},
    "env_file, below a link": {"services": {"web": {**WEB, "env_file": ["up/shadow"]}}},
    "env_file, of a variable": {"services": {"web": {**WEB, "env_file": "${THERE:-..}/shadow"}}},
    "env_file, long": {"services": {"web": {**WEB, "env_file": [{"path": "../shadow", "required": False}]}}},
    "label_file": {"services": {"web": {**WEB, "label_file": "../shadow"}}},
    "label_file, of a variable": {"services": {"web": {**WEB, "label_file": ["${A-../shadow}"]}}},
    "extends": {"services": {"web": {"extends": {"file": "../shadow.yml", "service": "base"}}}},
    "extends, a link": {"services": {"web": {"extends": {"file": "link.yml", "service": "base"}}}},
    "extends, of a variable": {"services": {"web": {"extends": {"file": "${A:-../shadow.yml}", "service": "base"}}}},
    "include": {"include": ["../shadow.yml"]},
    "include, long": {"include": [{"path": ["compose.yml", "link.yml"]}]},
    "include, of variables": {"include": [{"path": "ok.yml", "env_file": "../shadow"}]},
    "include, a folder": {"include": [{"path": "ok.yml", "project_directory": ".."}]},
    "git": {"include": ["https://github.com/docker/awesome-compose.git#:nginx"]},
    "git, short": {"include": ["github.com/docker/awesome-compose"]},
    "git, ssh": {"include": ["git@github.com:docker/awesome-compose.git"]},
    "oci": {"include": ["oci://docker.io/example/compose:1"]},
    "git, extends": {"services": {"web": {"extends": {"file": "https://example.com/a.git", "service": "base"}}}},
    "of another tag": {"include": "yaml"},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_without_a_word_of_it(refused: Callable[..., list[str]], folder: Path, what: str) -> None:
    (folder / "ok.yml").write_text("services: {}\n", encoding="utf-8")
    (folder / "compose.yml").write_text(yaml.safe_dump(HOSTILE[what]), encoding="utf-8")
    told = "\n".join(refused({}, compose_files=[str(folder / "compose.yml")]))
    assert SECRET not in told and "root=" not in told and "root:" not in told
    assert any(
        words in told
        for words in ("lies beyond", "nothing is fetched", "without a variable", "is not on the controller")
    ), told


def test_the_dotenv_beside_it_is_no_link(refused: Callable[..., list[str]], folder: Path) -> None:
    (folder / ".env").symlink_to(folder.parent / "shadow")
    (folder / "compose.yml").write_text("services: {web: {image: 'a:${root}'}}\n", encoding="utf-8")
    (problem,) = refused({}, compose_files=[str(folder / "compose.yml")])
    assert "lies beyond" in problem and SECRET not in problem


def test_a_file_of_a_file_of_a_file(refused: Callable[..., list[str]], folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "compose.yml").write_text("include: [deep/a.yml]\n", encoding="utf-8")
    (folder / "deep" / "a.yml").write_text("include: [b.yml]\n", encoding="utf-8")
    (folder / "deep" / "b.yml").write_text(
        "services: {a: {extends: {file: ../../shadow.yml, service: base}}}\n", encoding="utf-8"
    )
    (problem,) = refused({}, compose_files=[str(folder / "compose.yml")])
    assert problem.startswith("deep/b.yml: extends.file: ../../shadow.yml lies beyond")


def test_a_wider_folder_may_be_named(source: Callable[..., Source], folder: Path) -> None:
    (folder / "compose.yml").write_text(
        "services: {web: {extends: {file: ../shadow.yml, service: base}, env_file: ../shadow}}\n", encoding="utf-8"
    )
    made = source({}, compose_files=[str(folder / "compose.yml")], compose_root=str(folder.parent))
    assert made.options["containers"] == [{"name": "web", "image": SECRET, "env": {"root": SECRET}}]
    assert made.told is not None and made.told["files"] == ["files/compose.yml", "shadow.yml"]


def test_a_folder_that_is_none(refused: Callable[..., list[str]], tmp_path: Path) -> None:
    (problem,) = refused({"services": {"web": WEB}}, compose_root=str(tmp_path / "no"))
    assert problem == f"compose_root: {str(tmp_path / 'no')!r} is not allowed; it is no folder of the controller"


def test_no_more_files_than_belong_together(
    refused: Callable[..., list[str]], written: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"f{number}.yml" for number in range(201)]
    for name in names:
        written("services: {}\n", name)
    monkeypatch.setattr(program, "run", None)
    (problem,) = refused({"include": names})
    assert problem.endswith("compose.yml: more than 200 files belong to it")


def test_tags_and_documents_of_compose_are_read(source: Callable[..., Source], written: Callable[..., str]) -> None:
    over = written("services:\n  web:\n    ports: !override ['81:80']\n    command: !reset null\n", "over.yml")
    base = written(
        "services: {web: {image: a, command: b, ports: ['80:80']}}\n---\nservices: {web: {hostname: c}}\n", "base.yml"
    )
    made = source({}, compose_files=[base, over])
    assert made.told is not None and made.told["files"] == ["base.yml", "over.yml"]
    (web,) = made.options["containers"]
    assert web == {
        "name": "web",
        "image": "a",
        "hostname": "c",
        "ports": [{"target": 80, "published": "81", "protocol": "tcp"}],
    }


def test_a_file_that_cannot_be_opened(refused: Callable[..., list[str]], written: Callable[..., str]) -> None:
    path = written({"services": {}}, "closed.yml")
    Path(path).unlink()
    (problem,) = refused({}, compose_files=[path])
    assert problem == f"{path}: cannot be read (No such file or directory)"


def test_paths_are_those_of_the_file_that_names_them(
    source: Callable[..., Source], written: Callable[..., str]
) -> None:
    """What is looked at is what the loader reads: other files of the same names lie in the project's own folder."""
    for name in ("l.labels", "c.yml", "t.yml", "c.env"):
        written("nonsense", name)
    written("services: {x: {image: a, label_file: l.labels, extends: {file: c.yml, service: y}}}\n", "base/b.yml")
    written("services: {y: {image: b, env_file: c.env}}\n", "base/c.yml")
    written("L=base\n", "base/l.labels")
    written("C=base\n", "base/c.env")
    written("services: {s: {extends: {file: t.yml, service: t}}}\n", "sub/compose.yml")
    written("services: {t: {image: c}}\n", "there/t.yml")
    include = [{"path": "sub/compose.yml", "project_directory": "there"}]
    made = source({"include": include, "services": {"a": {"extends": {"file": "base/b.yml", "service": "x"}}}})
    assert made.options["containers"] == [
        {"name": "a", "image": "a", "env": {"C": "base"}, "labels": {"L": "base"}},
        {"name": "s", "image": "c"},
    ]
    assert made.told is not None and sorted(made.told["files"]) == [
        *("base/b.yml", "base/c.yml", "compose.yml", "sub/compose.yml", "there/t.yml")
    ]


def test_a_file_that_is_named_twice_is_looked_at_from_both_folders(
    refused: Callable[..., list[str]], written: Callable[..., str]
) -> None:
    written("services: {}\n", "deep/down/x")
    written("services: {x: {extends: {file: ../x.yml, service: x}}}\n", "sub/c.yml")
    written("services: {x: {image: a}}\n", "deep/x.yml")
    paths = [{"path": "sub/c.yml", "project_directory": folder} for folder in ("deep/down", ".")]
    (problem,) = refused({"include": paths})
    assert problem.startswith("sub/c.yml: extends.file: ../x.yml lies beyond")


def test_what_overrides_is_named(refused: Callable[..., list[str]], written: Callable[..., str]) -> None:
    """The file that includes says it last, and what is extended may be called otherwise."""
    base = {"image": IMAGE, "shm_size": "2g", "init": True}
    written({"services": {"web": base, "db": base}}, "sub.yml")
    written({"services": {"base": {"image": IMAGE, "privileged": True}}}, "base.yml")
    file = {"web": {"shm_size": "1g", "extends": {"file": "base.yml", "service": "base"}}}
    assert [line.partition(" is refused")[0] for line in refused({"include": ["sub.yml"], "services": file})] == [
        "sub.yml: service db: shm_size: '2147483648'",
        "base.yml: service web: privileged: True",
        "compose.yml: service web: shm_size: '1073741824'",
    ]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (
            {"include": ["sub\\c.yml"]},
            "include: sub\\c.yml is not on the controller (looked for as {}/sub\\c.yml); it is",
        ),
        (
            {"include": ["C:\\c.yml"]},
            "include: C:\\c.yml is not on the controller (looked for as {}/C:\\c.yml); it is a",
        ),
        ({"services": {"web": {**WEB, "env_file": "c\\x.env"}}}, "service web: env_file: c\\x.env is no file of the"),
        ({"services": {"web": {**WEB, "env_file": [{"path": ".", "required": False}]}}}, "env_file: . is no file of"),
        ({"services": {"web": {**WEB, "env_file": "no.env"}}}, "env_file: no.env is no file of the controller (looked"),
    ],
)
def test_a_path_that_leads_nowhere(
    refused: Callable[..., list[str]], tmp_path: Path, file: dict[str, Any], told: str
) -> None:
    (problem,) = refused(file)
    assert problem.startswith("compose.yml: ") and told.format(tmp_path) in problem
    assert ("\\" in problem) == ("written with slashes" in problem)
