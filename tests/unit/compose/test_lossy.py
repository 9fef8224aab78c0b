"""Nothing that a file says is lost without a word: what two keys say of one option, what a text loses, what enables
nothing; and what is said of an option names the key that it came of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.running import lost_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import Source
from compose_cases import IMAGE

GUID = "5B45201D-F2F2-4F3B-85BB-30FF1F953599"
SPECS = ["credentialspec=file://b.json"]
SPLIT = ", as compose splits a text like a Unix shell: write a list of words"
SAYS = "has no effect here: {} says something else"


@pytest.mark.parametrize(
    ("keys", "wanted", "told"),
    [
        (
            {"restart": "always", "deploy": {"restart_policy": {"condition": "none"}}},
            {"restart_policy": "no"},
            ["restart " + SAYS.format("deploy.restart_policy")],
        ),
        (
            {"deploy": {"restart_policy": {"condition": "any", "max_attempts": 3}}},
            {"restart_policy": "always"},
            ["deploy.restart_policy.max_attempts has no effect here: attempts are counted with the condition "
             "on-failure alone"],
        ),
        (
            {"credential_spec": {"file": "a.json"}, "security_opt": SPECS},
            {"credential_spec": "file://a.json"},
            ["security_opt " + SAYS.format("credential_spec")],
        ),
        ({"credential_spec": {"file": "b.json"}, "security_opt": SPECS}, {"credential_spec": "file://b.json"}, []),
        (
            {"cpus": 1.5, "mem_limit": "1g", "deploy": {"resources": {"limits": {"cpus": "1.50", "memory": "1024M"}}}},
            {"cpus": 1.5, "memory": "1073741824"},
            [],
        ),
        (
            {"devices": [f"class://{GUID}", {"source": f"class/{GUID}", "target": "x", "permissions": "r"}]},
            {"devices": [f"class://{GUID}", f"class/{GUID}"]},
            ["devices.permissions has no effect here: Windows gives a device with all that it can do"],
        ),
        ({"network_mode": "default"}, {}, []),
        (
            {"ports": ["[::]:81:80"]},
            {"ports": [{"target": 80, "published": "81", "protocol": "tcp", "host_ip": "::"}]},
            [],
        ),
        (
            {"build": ".", "init": True},
            {},
            ["build has no effect here: nothing is built on a host: build the image elsewhere, push it to a registry, "
             "and name it in image",
             "init has no effect here: Windows containers bring their own session. Leave it out."],
        ),
        (
            {"command": "C:\\ServiceMonitor.exe w3svc"},
            {"command": ["C:ServiceMonitor.exe", "w3svc"]},
            ["command loses its backslashes" + SPLIT],
        ),
        (
            {"entrypoint": "cmd /c a.cmd && ping -t b", "command": ["C:\\x"]},
            {"entrypoint": ["cmd", "/c", "a.cmd"], "command": ["C:\\x"]},
            ["entrypoint loses what stands from & on" + SPLIT],
        ),
        ({"entrypoint": [], "command": ["x"]}, {"entrypoint": [], "command": ["x"]}, []),
    ],
)  # fmt: skip
def test_it_is_said(
    source: Callable[..., Source], keys: Mapping[str, Any], wanted: Mapping[str, Any], told: list[str]
) -> None:
    found = source({"services": {"web": {"image": IMAGE, **keys}}})
    assert found.options["containers"] == [{"name": "web", "image": IMAGE, **wanted}]
    assert list(found.left_out) == [("web", f"compose.yml: {text}") for text in told]


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("ping -t localhost", ""),
        ("'C:\\x\\y.exe' a", ""),
        ("C:\\\\x\\\\y.exe", ""),
        ('a "b;c & d" \'e|f\' \\; "it\'s" \\"', ""),
        ("C:/x.exe ${A:-b;c} $$x", ""),
        ('"C:\\Program Files\\x.exe" a', "its backslashes"),
        ("C:\\x.exe", "its backslashes"),
        ("${A:-C:\\x}", "its backslashes"),
        ("a ; b", "what stands from ; on"),
        ("a > b", "what stands from > on"),
        ("${" * 50_000, ""),
    ],
)
def test_what_a_text_loses(text: str, lost: str) -> None:
    assert lost_of(text) == lost


def test_a_text_that_is_extended_or_overridden(source: Callable[..., Source], written: Callable[..., str]) -> None:
    base = written({"services": {"base": {"image": IMAGE, "command": "C:\\x"}, "web": {"extends": "base"}}}, "base.yml")
    over = written({"services": {"base": {"command": ["C:\\x"]}}}, "over.yml")
    text = f"command loses its backslashes{SPLIT}"
    assert source({}, compose_files=[base]).left_out == [(name, f"base.yml: {text}") for name in ("base", "web")]
    assert [name for name, _text in source({}, compose_files=[base, over]).left_out] == []


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"deploy": {"resources": {"limits": {"memory": "1k"}}}}, "deploy.resources.limits.memory: '1024' is not"),
        ({"restart": "maybe"}, "restart: 'maybe' is not allowed"),
        ({"deploy": {"restart_policy": {"condition": "maybe"}}}, "deploy.restart_policy: 'maybe' is not allowed"),
        ({"security_opt": ["credentialspec=a"]}, "security_opt: its value is not allowed; allowed is file://NAME.json"),
        ({"mac_address": "02:42:ac:11:65:43", "network_mode": "nat"}, "mac_address: '02:42:ac:11:65:43' is refused: b"),
        ({"volumes": ["/c/data:C:\\data"]}, "volumes: '/c/data' is not allowed; it is a path of Linux: write C:/data"),
        ({"volumes": ["/var/run/docker.sock:C:\\x"]}, "it is a path of Linux: write the host's folder, or pipe"),
        ({"volumes": ["D:\\a:C:\\x", "D:\\b:c:/x/"]}, "volumes: two mounts have one target, c:\\x: give each its own"),
        ({"ports": ["[::1]:80:80"]}, "Windows binds a port on all of them: leave [::1] out"),
    ],
)
def test_the_key_is_named(refused: Callable[..., list[str]], keys: Mapping[str, Any], told: str) -> None:
    (problem,) = refused({"services": {"web": {"image": IMAGE, **keys}}})
    assert problem.startswith("compose.yml: service web: ") and told in problem, problem


def test_a_name_is_the_files_and_an_option_of_the_set_is_the_sets(refused: Callable[..., list[str]]) -> None:
    services = {"w": {"image": IMAGE}, "db": {"image": IMAGE, "mem_limit": "1g"}}
    name, memory = sorted(refused({"services": services}, containers=[{"name": "db", "memory": "1k"}]))
    assert name.startswith("compose.yml: service w: container_name: 'w' is not allowed; ")
    assert memory.startswith("container db: memory: '1k' is not allowed; ")


@pytest.mark.parametrize(
    ("profile", "enabled", "told"),
    [
        ("nightly", ["nigthly"], ["compose_profiles: no service has the profile nigthly; they have nightly"]),
        ("nightly", ["nightly"], []),
        ("nightly", ["*"], []),
        ("${P:-x}", ["x"], []),
    ],
)
def test_profiles_that_enable_nothing(
    source: Callable[..., Source], profile: str, enabled: list[str], told: list[str]
) -> None:
    file = {"services": {"web": {"image": IMAGE}, "db": {"image": IMAGE, "profiles": [profile]}}}
    found = source(file, compose_profiles=enabled)
    assert list(found.left_out) == [("", text) for text in told]


def test_files_without_a_service(refused: Callable[..., list[str]], source: Callable[..., Source]) -> None:
    """Nobody means that: with prune it would remove all."""
    file = {"services": {"web": {"image": IMAGE, "profiles": ["nightly"]}}}
    text = "compose_files: no service comes out of them; compose_profiles enables those of a profile"
    assert refused(file) == [f"{text} (nightly)"]
    assert refused({"services": {}}) == [f"{text} (none)"]
    assert source(file, containers=[{"name": "own", "image": IMAGE}]).options["containers"]


@pytest.mark.parametrize("env_file", [None, "e.env"])
def test_what_an_included_file_brings_is_masked(
    refused: Callable[..., list[str]], written: Callable[..., str], env_file: str | None
) -> None:
    written("services: {db: {image: a, hostname: 'x ${PIN}', working_dir: '${TWO}', cpus: '${BAD:-1}'}}", "sub/c.yml")
    written('PIN=secret-4711\nTWO="lines-4711\nlines-4712"\n', env_file or "sub/.env")
    include = {"path": "sub/c.yml"} | ({"env_file": env_file} if env_file else {})
    told = "\n".join(refused({"include": [include]}))
    assert told.count("********") >= 3 and "4711" not in told and "4712" not in told
    written("PIN=a\nTWO=b\nBAD=secret-4711\n", env_file or "sub/.env")
    (problem,) = refused({"include": [include]})
    assert problem.startswith("compose_files: compose says: ") and "4711" not in problem
