"""What holds for every host and image, not only for the published ones."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import STATES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image, judge_modes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import EDITIONS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import RELEASES, image_version
from hypothesis import given, settings
from hypothesis import strategies as st

BUILDS = st.one_of(st.sampled_from(sorted({row.build for row in RELEASES})), st.integers(10000, 40000))
FLAG = st.sampled_from([True, False, None])
STATE = st.sampled_from(STATES)
SERVICE = st.fixed_dictionaries({"state": st.sampled_from(["Running", "Stopped"])})

HOSTS = st.fixed_dictionaries(
    {"build": BUILDS, "kind": st.sampled_from(["server", "client"])},
    optional={
        "edition": st.sampled_from(
            ["ServerDatacenter", "ServerStandard", "ServerSolution", "Core", "ServerRdsh", "Professional", "New"]
        ),
        "product_type": st.sampled_from([1, 2, 3]),
        "revision": st.integers(0, 9000),
        "system_drive": st.sampled_from(["C:", "D:"]),
        "domain_controller": st.booleans(),
        "memory": st.integers(2**30, 2**36),
        "processors": st.integers(1, 64),
        "features": st.fixed_dictionaries({"containers": STATE, "hyper_v": STATE}),
        "services": st.dictionaries(st.sampled_from(["docker", "vmcompute", "hns", "vmms"]), SERVICE),
        "engine": st.fixed_dictionaries(
            {"version": st.sampled_from(["17.06.2", "18.09.0", "20.10.24", "28.5.2", None])},
            optional={
                "default_isolation": st.sampled_from(["process", "hyperv"]),
                "os_type": st.sampled_from(["windows", "linux"]),
            },
        ),
        "virtualization": st.fixed_dictionaries(
            {
                "hypervisor_present": FLAG,
                "vm": FLAG,
                "platform": st.sampled_from(["physical", "hyper-v", "azure", "kvm", "unknown"]),
                "firmware_enabled": FLAG,
                "slat": FLAG,
                "vm_monitor": FLAG,
                "launch_type": st.sampled_from(["auto", "off", None]),
            }
        ),
    },
)
IMAGES = st.one_of(
    st.none(),
    st.sampled_from(["ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025", "20H2", "nonsense", ""]),
    st.builds(lambda build, revision: f"10.0.{build}.{revision}", BUILDS, st.integers(0, 9000)),
)
MODES = st.sampled_from(["process", "hyperv", "default"])


def well_formed(verdict: dict[str, Any]) -> None:
    assert verdict["verdict"] in ("yes", "by_rule", "no", "unknown")
    assert verdict["reasons"]
    for reason in verdict["reasons"]:
        assert set(reason) == {"rule", "value", "fact", "source"}
        assert all(isinstance(text, str) and text for text in reason.values())
    assert all(isinstance(text, str) and text for text in verdict["remedies"])
    assert len(set(verdict["remedies"])) == len(verdict["remedies"])
    if verdict["verdict"] == "no":
        assert verdict["remedies"]


@settings(max_examples=300, deadline=None)
@given(HOSTS, IMAGES, MODES, st.booleans())
def test_every_verdict_is_well_formed(host: dict[str, Any], image: str | None, mode: str, prepared: bool) -> None:
    well_formed(judge_image(host, image, mode, prepared))


@settings(max_examples=150, deadline=None)
@given(HOSTS, st.booleans())
def test_both_modes_are_well_formed(host: dict[str, Any], prepared: bool) -> None:
    modes = judge_modes(host, prepared)
    assert set(modes) == {"process", "hyperv"}
    for answer in modes.values():
        well_formed(answer)
        assert answer["supported"] == {"yes": True, "by_rule": True, "no": False, "unknown": None}[answer["verdict"]]


@settings(max_examples=150, deadline=None)
@given(HOSTS, BUILDS, MODES)
def test_an_image_newer_than_its_host_never_runs(host: dict[str, Any], build: int, mode: str) -> None:
    if build > host["build"]:
        assert judge_image(host, f"10.0.{build}", mode)["verdict"] == "no"


@settings(max_examples=150, deadline=None)
@given(HOSTS, IMAGES)
def test_hyperv_runs_only_what_is_not_newer(host: dict[str, Any], image: str | None) -> None:
    if judge_image(host, image, "hyperv")["verdict"] in ("yes", "by_rule"):
        version = image_version(image)
        assert version is not None
        assert 14393 <= version[0] <= host["build"]


@settings(max_examples=150, deadline=None)
@given(BUILDS, BUILDS, st.sampled_from(["server", "client"]))
def test_what_process_runs_hyperv_runs(host_build: int, image_build: int, kind: str) -> None:
    host = {"build": host_build, "kind": kind}
    if judge_image(host, str(image_build), "process")["verdict"] in ("yes", "by_rule"):
        assert judge_image(host, str(image_build), "hyperv")["verdict"] in ("yes", "by_rule")


@settings(max_examples=150, deadline=None)
@given(BUILDS, BUILDS, BUILDS, st.sampled_from(["server", "client"]))
def test_hyperv_goes_on_with_newer_hosts(older: int, newer: int, image: int, kind: str) -> None:
    older, newer = sorted((older, newer))
    if judge_image({"build": older, "kind": kind}, str(image), "hyperv")["verdict"] in ("yes", "by_rule"):
        assert judge_image({"build": newer, "kind": kind}, str(image), "hyperv")["verdict"] in ("yes", "by_rule")


@settings(max_examples=150, deadline=None)
@given(HOSTS, IMAGES, MODES)
def test_preparing_a_host_takes_nothing_away(host: dict[str, Any], image: str | None, mode: str) -> None:
    if (
        host.get("features", {}).get("hyper_v") == "disable_pending"
        or host.get("features", {}).get("containers") == "disable_pending"
    ):
        return
    if judge_image(host, image, mode)["verdict"] in ("yes", "by_rule"):
        assert judge_image(host, image, mode, prepared=True)["verdict"] in ("yes", "by_rule")


@given(st.sampled_from(sorted(EDITIONS)))
def test_an_edition_without_containers_runs_nothing(name: str) -> None:
    host = {"build": 26100, "kind": "server", "edition": name}
    runs = judge_image(host, "ltsc2025", "process")["verdict"] in ("yes", "by_rule")
    assert runs is (EDITIONS[name] not in ("home", "essentials"))


@settings(max_examples=300, deadline=None)
@given(HOSTS)
def test_a_mode_that_runs_runs_on_the_prepared_host_as_well(host: dict[str, Any]) -> None:
    now, prepared = judge_modes(host), judge_modes(host, prepared=True)
    for mode, verdict in now.items():
        if verdict["verdict"] in ("yes", "by_rule"):
            assert prepared[mode]["verdict"] == verdict["verdict"]
