"""What stands in a file is read as compose reads it, whatever its tags and letters, or it is one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import sourced
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from compose_cases import IMAGE, options_of

WEB = {"image": IMAGE}


@pytest.mark.parametrize(
    "text",
    [
        "? !!binary ZW52X2ZpbGU=\n    : ../shadow",
        "? !<!!binary> ZW52X2ZpbGU=\n    : ../shadow",
        "? !!binary bGFiZWxfZmlsZQ==\n    : ../shadow",
        "env_file: !!binary Li4vc2hhZG93",
        "!foo env_file: !bar ../shadow",
        "? &k env_file\n    : ../shadow",
        '"env\\x5ffile": ../shadow',
        "<<: {env_file: ../shadow}",
        "<<: [{labels: {}}, {label_file: ../shadow}]",
    ],
)
def test_no_spelling_hides_a_file(refused: Callable[..., list[str]], written: Callable[..., str], text: str) -> None:
    for about in ("", "!!map", "!foo", "!!omap", "!!set"):
        written("root=shadow-4711", "shadow")
        (problem,) = refused(
            {},
            compose_files=[written(f"services:\n  web: {about}\n    image: a\n    {text}\n", "files/compose.yml")],
        )
        assert "4711" not in problem and ("lies beyond" in problem or "!!binary hides a text" in problem), problem


@pytest.mark.parametrize("tag", ["!!bool", "!!int", "!!float", "!!timestamp", "!!null", "!!pairs", "!!set", "!!omap"])
def test_no_tag_is_more_than_an_error(refused: Callable[..., list[str]], tag: str) -> None:
    (problem,) = refused(f"services: {{web: {{image: a, {tag} env_file: x.env}}}}")
    assert problem.startswith(("compose_files: compose says: ", "compose.yml: service web: env_file: x.env is no file"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("services: [\n", "compose.yml, line 2, column 1: is no YAML: "),
        ("a: b: c\n", "compose.yml, line 1, column 5: is no YAML: mapping values are not allowed here"),
        ("\tx: 1\n", "compose.yml, line 1, column 1: is no YAML: "),
        ("a: \x01\n", "compose.yml: is no YAML that can be read"),
        ("[" * 5000, "compose.yml: is no YAML that can be read"),
        ("$ANSIBLE_VAULT;1.1;AES256\n6138\n", "compose.yml: is encrypted with ansible-vault"),
        ("- 1\n", "compose_files: compose says: top-level object must be a mapping"),
        ("", "compose_files: compose says: empty compose file"),
        ("services: {web: {image: [1]}}", "compose_files: compose says: validating "),
        ("services: {web: {image: a, nonsense: 1}}", "services.web.nonsense "),
        ("services: {web: {image: 'a:${NO?which one}'}}", "required variable NO is missing a value: which one"),
        ("services: {web: {image: a, depends_on: [b]}}", 'service "web" depends on undefined service "b"'),
        ("services: {web: {extends: web}}", "compose says: "),
        ("include: [compose.yml]\nservices: {web: {image: a}}", "include cycle detected"),
    ],
)
def test_a_file_that_cannot_be_read(refused: Callable[..., list[str]], content: str, told: str) -> None:
    problems = refused(content)
    assert len(problems) == 1 and told in problems[0], problems


def test_a_billion_laughs_are_over_soon(refused: Callable[..., list[str]]) -> None:
    lists = ["x0: &a0 [lol, lol]", *(f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    merged = ["x0: &a0 {a: b}", *(f"x{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12))]
    for lines in (lists, merged, ["x: &a [*a]"]):
        (problem,) = refused("\n".join([*lines, "services: {web: {image: a}}"]))
        assert "is too large: its anchors come to more than 200000 values" in problem


@pytest.mark.parametrize("name", ["compose.yml", ".env", "a.env", "b.env"])
def test_what_an_editor_of_windows_saves(written: Callable[..., str], tmp_path: Path, name: str) -> None:
    """UTF-8 with its mark is read, UTF-16 of a compose file alone; nothing is shown of what cannot be read."""
    include = [{"path": "s.yml", "env_file": "b.env"}]
    file = {"include": include, "services": {"web": {**WEB, "env_file": "a.env", "labels": {"x": "ö"}}}}
    for other, content in (("s.yml", "services: {}"), (".env", ""), ("a.env", "PIN=4711"), ("b.env", "")):
        written(content, other)
    path = Path(written(yaml.safe_dump(file, allow_unicode=True)))
    text = f"# ö\r\n{(tmp_path / name).read_text('utf-8')}\r\n"
    for encoding in ("utf-8-sig", "utf-16", "latin-1", "utf-16-le"):
        (tmp_path / name).write_bytes(text.encode(encoding))
        if encoding == "utf-8-sig" or (name, encoding) == ("compose.yml", "utf-16"):
            (web,) = sourced(options_of({"compose_files": [str(path)]}), str).options["containers"]
            assert (web["env"], web["labels"]) == ({"PIN": "4711"}, {"x": "ö"})
            continue
        assert why(path) == (
            f"{tmp_path / name}: is no text in UTF-8, which is what compose reads: save it as UTF-8 (Windows "
            "PowerShell's > writes UTF-16)"
        )


def why(path: Path) -> str:
    with pytest.raises(Refused) as found:
        sourced(options_of({"compose_files": [str(path)]}), str)
    (problem,) = found.value.problems
    return problem


def test_what_is_no_file_is_not_waited_for(written: Callable[..., str], tmp_path: Path) -> None:
    path = Path(written({"include": ["x.yml"], "services": {"web": WEB}}))
    os.mkfifo(tmp_path / "x.yml")
    assert why(path) == f"{tmp_path / 'x.yml'}: is no file"
    (tmp_path / "x.yml").unlink()
    (tmp_path / "x.yml").mkdir()
    assert why(path) == f"{tmp_path / 'x.yml'}: is no file"


@pytest.mark.parametrize("name", ["compose.yml", ".env"])
def test_a_file_that_is_too_large_is_not_read(written: Callable[..., str], name: str) -> None:
    path = Path(written({"services": {"web": WEB}}))
    large = written(f"# {'x' * 1024**2}\n", name)
    assert why(path) == f"{large}: is larger than 1 MB, which no file of compose's is"
