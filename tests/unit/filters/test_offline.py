"""The filter and the test, called as a playbook calls them, and their documented examples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar, trust_as_template

PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
DOCUMENTS = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (PLUGINS / "filter" / "isolation_verdict.yml", PLUGINS / "test" / "runnable_on.yml")
}


def render(expression: str, **variables: Any) -> Any:
    """An expression through Ansible's own templating."""
    templar = Templar(loader=DataLoader(), variables=variables)
    return templar.template(trust_as_template("{{ " + expression + " }}"))


HOST = {"build": 20348, "kind": "server"}


@pytest.mark.parametrize(
    ("image", "mode", "verdict"),
    [
        ("10.0.20348.2113", "process", "yes"),
        ("ltsc2022", "process", "yes"),
        ("ltsc2019", "process", "no"),
        ("ltsc2019", "hyperv", "yes"),
        ("ltsc2025", "hyperv", "no"),
        ("1803", "hyperv", "by_rule"),
        ("whatever", "hyperv", "unknown"),
        ("ltsc2022", "default", "yes"),
        ("ltsc2022", "Hyper-V", "yes"),
    ],
)
def test_filter_and_test_agree(image: str, mode: str, verdict: str) -> None:
    answer = render("host | winfleet.containers.isolation_verdict(image, mode)", host=HOST, image=image, mode=mode)
    assert set(answer) == {"verdict", "reasons", "remedies"}
    assert answer["verdict"] == verdict
    runs = render("image is winfleet.containers.runnable_on(host, mode)", host=HOST, image=image, mode=mode)
    assert runs is (verdict in ("yes", "by_rule"))


def test_the_whole_result_of_host_info_is_a_host() -> None:
    result = {"changed": False, "host": HOST, "isolation": {}}
    assert render("'ltsc2022' is winfleet.containers.runnable_on(result, 'process')", result=result) is True


def test_a_build_that_came_out_of_a_template_is_a_number() -> None:
    assert (
        render("'ltsc2022' is winfleet.containers.runnable_on({'build': '20348', 'kind': 'server'}, 'process')") is True
    )


def test_prepared() -> None:
    host = {**HOST, "features": {"containers": "disabled"}}
    assert render("'ltsc2022' is winfleet.containers.runnable_on(host, 'process')", host=host) is False
    assert render("'ltsc2022' is winfleet.containers.runnable_on(host, 'process', prepared=true)", host=host) is True


@pytest.mark.parametrize(
    ("host", "mode", "text"),
    [
        (HOST, "vm", "process, hyperv or default"),
        ("srv2022", "process", "must be a dictionary"),
        ({"build": "new", "kind": "server"}, "process", "must be a number"),
        ({"build": 20348, "kind": "Server 2022"}, "process", "must be server or client"),
    ],
)
def test_bad_input_is_one_clear_error(host: Any, mode: str, text: str) -> None:
    for expression in (
        "host | winfleet.containers.isolation_verdict('ltsc2022', mode)",
        "'ltsc2022' is winfleet.containers.runnable_on(host, mode)",
    ):
        with pytest.raises(AnsibleError, match=text):
            render(expression, host=host, mode=mode)


def examples(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(DOCUMENTS[name]["EXAMPLES"])
    return found


def shown(task: dict[str, Any]) -> Any:
    """What the task of an example would show: its debug message, or the truth of its assertion."""
    variables = {
        name: trust_as_template(value) if isinstance(value, str) else value
        for name, value in (task.get("vars") or {}).items()
    }
    templar = Templar(loader=DataLoader(), variables=variables)
    if "ansible.builtin.debug" in task:
        return templar.template(trust_as_template(task["ansible.builtin.debug"]["msg"]))
    return templar.template(trust_as_template("{{ " + task["ansible.builtin.assert"]["that"] + " }}"))


def test_the_examples_of_the_filter() -> None:
    judge, require = examples("isolation_verdict")
    answer = shown(judge)
    assert answer["verdict"] == "no"
    assert "ltsc2022" in " ".join(answer["remedies"])
    assert "isolation: hyperv" in " ".join(answer["remedies"])
    assert shown(require) is True


def test_the_examples_of_the_test() -> None:
    choose, keep = examples("runnable_on")
    assert shown(choose) == "hyperv"
    assert shown(keep) == ["ltsc2019"]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_documentation_is_whole(name: str) -> None:
    document = DOCUMENTS[name]["DOCUMENTATION"]
    assert document["name"] == name
    assert document["short_description"]
    assert [word.strip() for word in document["positional"].split(",")] == [
        option for option, row in document["options"].items() if row.get("required") and option != "_input"
    ]
