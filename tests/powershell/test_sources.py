"""What the two programs and their modules must be, whatever they do. Needs no PowerShell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted((ROOT / "plugins" / "modules").glob("*.ps1"))
MODULES = sorted((ROOT / "plugins" / "module_utils").glob("*.psm1"))
DOCUMENT = (ROOT / "docs" / "verbs.md").read_text(encoding="utf-8")
FORBIDDEN = re.compile(
    r"Invoke-Expression|\biex\b|powershell\.exe|\[scriptblock\]|AddScript|Add-Type|CSharpUtil", re.IGNORECASE
)


def verbs(heading: str) -> set[str]:
    """The verbs of the table below a heading of docs/verbs.md."""
    section = DOCUMENT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))


def table(file: str, name: str) -> set[str]:
    text = (ROOT / "plugins" / "module_utils" / file).read_text()
    return set(re.findall(r"^    (\w+) = '", text.split(f"${name} = @{{", 1)[1].split("}", 1)[0], re.MULTILINE))


@pytest.mark.parametrize(
    ("heading", "file", "name"), [("Looks", "_Looks.psm1", "looks"), ("Steps", "_Steps.psm1", "steps")]
)
def test_the_table_holds_the_verbs_that_are_documented(heading, file, name):
    assert table(file, name) == verbs(heading) != set()


@pytest.mark.parametrize("path", PROGRAMS + MODULES, ids=lambda path: path.name)
def test_a_source(path):
    text = path.read_bytes().decode("ascii")
    assert "\r" not in text
    assert len(text.splitlines()) <= 200
    assert "\nSet-StrictMode -Version 2.0\n" in text
    assert not FORBIDDEN.search(text)
    for needed in re.findall(r"^#AnsibleRequires -PowerShell \S*?\.(_\w+)$", text, re.MULTILINE):
        assert (ROOT / "plugins" / "module_utils" / f"{needed}.psm1").exists()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_names_those_whose_functions_it_calls(path):
    exports = {
        other.stem: re.findall(r"[\w-]+", other.read_text().rsplit("Export-ModuleMember -Function", 1)[1])
        for other in MODULES
    }
    text = path.read_text()
    needed = {
        name
        for name, functions in exports.items()
        if name != path.stem
        and any(re.search(rf"(?<![\w'-]){function}(?![\w'-])|= '{function}'", text) for function in functions)
    }
    assert needed == set(re.findall(r"^#AnsibleRequires -PowerShell \.(_\w+)$", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("program", "options", "others"),
    [
        ("_look", {"looks"}, set()),
        ("_act", {"steps", "looks", "seen", "who", "lock_timeout", "independent", "job"}, set()),
        # Its documentation is that of the task of the same name as well.
        ("_first_day", {"probes"}, {"file", "hide_names", "shutdown"}),
        ("_first_day_looks", {"probes"}, set()),
    ],
)
def test_the_documentation_names_what_the_program_takes(program, options, others):
    text = (ROOT / "plugins" / "modules" / f"{program}.ps1").read_text()
    documented = yaml.safe_load((ROOT / "plugins" / "modules" / f"{program}.yml").read_text())["DOCUMENTATION"]
    assert set(re.findall(r"\$complex_args\['(\w+)'\]", text)) == options == set(documented["options"]) - others
