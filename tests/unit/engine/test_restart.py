"""A restart is made where something needs it, and is left where it may not be made; two controllers do not meet."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import service_flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.difference import own_image_path
from engine_situations import both_run, ours, with_containers
from model_host import CONFIG, JOB, WEB, ModelHost, run, source


def test_what_needs_a_restart_waits_for_it_and_says_so_each_time() -> None:
    host = ModelHost()
    ours(host)
    with_containers(host)
    given: dict[str, Any] = {"config": {"debug": True}, "restart": False}
    first = run(host, **given)
    assert first.problem is None and first.changed and first.results["engine"]["restart_required"]
    assert json.loads(host.files[CONFIG.lower()]) == {"debug": True}
    assert host.running_with is not None and host.running_with[1] == b"{}", "the engine runs on as it was"
    both_run(host)
    again = run(host, **given)
    assert not again.changed and again.results["engine"]["restart_required"]
    assert any("restart: true" in text for text in again.decisions["engine"].warnings)
    allowed = run(host, **{**given, "restart": True})
    assert allowed.changed and allowed.results["engine"]["action"] == "restart"
    assert allowed.results["engine"]["stops"] == ["web", "job"]
    assert host.running_with is not None and json.loads(host.running_with[1]) == {"debug": True}
    both_run(host)
    last = run(host, **{**given, "restart": True})
    assert not last.changed and not last.results["engine"]["restart_required"]


def test_an_engine_that_somebody_restarted_waits_for_nothing() -> None:
    host = ModelHost()
    ours(host)
    run(host, config={"debug": True}, restart=False)
    host.stop("docker")
    host.start("docker")
    again = run(host, config={"debug": True}, restart=False)
    assert not again.changed and not again.results["engine"]["restart_required"]


def test_a_version_that_waits_is_not_fetched() -> None:
    host = ModelHost()
    ours(host)
    outcome = run(host, **source(host, "29.7.2"), restart=False)
    assert outcome.problem is None and not outcome.changed and outcome.results["engine"]["restart_required"]
    assert host.running_with is not None and host.running_with[0] == "28.5.2"


def test_a_restart_says_before_what_it_stops() -> None:
    host = ModelHost()
    ours(host)
    with_containers(host)
    decision = run(host, check=True, config={"debug": True}).decisions["engine"]
    assert any("web, job" in text and "started again" in text for text in decision.warnings)
    assert decision.doing == "configure the engine and restart it"
    assert decision.result["changes"][-1] == "restart the service docker"


def test_a_container_that_does_not_start_again_takes_no_engine_back() -> None:
    host = ModelHost()
    ours(host)
    with_containers(host)
    whole = host._request
    host._request = lambda method, path: (  # type: ignore[method-assign]
        {"status": 500, "body": "{}"} if WEB in path and method == "POST" else whole(method, path)
    )
    outcome = run(host, **source(host, "29.7.2"))
    assert outcome.problem is not None and "container web was not started again" in str(outcome.problem)
    assert host.running_with is not None and host.running_with[0] == "29.7.2"
    assert host.containers[JOB]["state"] == "running", "the other one is started all the same"
    host._request = whole  # type: ignore[method-assign]
    again = run(host, **source(host, "29.7.2"))
    assert again.problem is None and again.results["engine"]["action"] == "repair"
    both_run(host)
    assert not run(host, **source(host, "29.7.2")).changed


def test_a_host_that_changed_meanwhile_is_looked_at_again() -> None:
    """What another controller did between the look and the act is seen under the lock."""
    host = ModelHost()
    ours(host)
    act, met = host.act, []

    def meanwhile(doing: str, asked: dict[str, Any]) -> Any:
        if not met:
            met.append(doing)
            host.write(CONFIG, b'{"labels": ["theirs=1"]}')
        return act(doing, asked)

    host.act = meanwhile  # type: ignore[method-assign]
    outcome = run(host, config={"debug": True})
    assert outcome.problem is None and host.acts_made == 2
    assert json.loads(host.files[CONFIG.lower()]) == {"labels": ["theirs=1"], "debug": True}


def test_of_two_controllers_with_one_wish_the_second_finds_it_done() -> None:
    host = ModelHost()
    given = source(host, "29.7.2")
    act, met = host.act, []

    def meanwhile(doing: str, asked: dict[str, Any]) -> Any:
        if not met:
            met.append(doing)
            assert run(host, **given).problem is None
        return act(doing, asked)

    host.act = meanwhile  # type: ignore[method-assign]
    outcome = run(host, **given)
    assert outcome.problem is None and not outcome.changed
    assert host.running_with is not None and host.running_with[0] == "29.7.2"


@pytest.mark.parametrize("key", ["exec-opts", "hosts"])
def test_other_keys_stay_in_their_order(key: str) -> None:
    host = ModelHost()
    ours(host)
    host.write(CONFIG, b'{"debug": true, "labels": ["a=1"]}')
    run(host, config={"debug": False, key: ["npipe://" if key == "hosts" else "isolation=hyperv"]})
    assert list(json.loads(host.files[CONFIG.lower()])) == ["debug", "labels", key]
    assert host.files[f"{CONFIG.lower()}.winfleet.bak"].startswith(b'{"debug": true')


@pytest.mark.parametrize(
    ("command", "service", "image_path"),
    [
        ('"C:\\d\\dockerd.exe"', "docker", '"C:\\d\\dockerd.exe" --run-service'),
        ('"C:\\d\\dockerd.exe" --run-service --debug', "docker", '"C:\\d\\dockerd.exe" --run-service --debug'),
        (
            '"C:\\d\\dockerd.exe" -H npipe:// --data-root "D:\\my data"',
            "engine",
            '"C:\\d\\dockerd.exe" --run-service --service-name engine --host=npipe:// --data-root="D:\\my data"',
        ),
    ],
)
def test_what_a_wrapper_ran_is_the_engines_own_service_afterwards(command: str, service: str, image_path: str) -> None:
    assert own_image_path(service_flags(command), service) == image_path
