"""Real complaints: each that names a message is explained, or prevented before it comes to it.

A row is the complaint's place, how it is met, and what shows it.
"""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.options import refused_options
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.piercing import violations
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import hypervisor
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.warnings import warnings
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_errors import explain

EXPLAINED = [
    ("moby 23588, for-win 1477 2710 1398", "No hypervisor is present on this system. (0xc0351000)", "Enable Hyper-V"),
    ("for-win 1697, docker.machine 4467", "Aucun hyperviseur (0xc0351000)", "Enable Hyper-V"),
    ("navcontainerhelper 283", "CreateComputeSystem x: No hypervisor is present ... EventID: 12001", "Enable Hyper-V"),
    ("Windows-Containers 352", "The container operating system does not match the host operating system.", "hyperv"),
    (
        "moby 36735",
        "The operating system of the container does not match the operating system of the host. (0xc0370101)",
        "tag",
    ),
    (
        "Windows-Containers 155",
        "no matching manifest for windows/amd64 10.0.19043 in the manifest list entries",
        "older one",
    ),
    (
        "Windows-Containers 155",
        "a Windows version 10.0.20348-based image is incompatible with a 10.0.19043 host",
        "older one",
    ),
    (
        "modernisation-platform-environments 427",
        "CannotPullContainerError: a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host",
        "tag",
    ),
    ("Windows-Containers 591", "hcs::System::Start x: (0xc0370106)", "Windows updates"),
    ("navcontainerhelper 4082", "failure in a Windows system call (0xc0370106)", "memory and storage limits"),
    ("for-win 14287, hcsshim 917 598", "(0xc0370106)", "other isolation"),
    ("moby 40525 40541, for-win 5773", "exit code -1073741502", "Patch the host"),
    ("moby 40328", "Exited (3221226505)", "Patch the host"),
    (
        "Virtualization-Documentation 1922",
        "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)",
        "20.10.24",
    ),
    (
        "for-win 1082 2020",
        "failed to load vmcompute.dll, ensure that the Containers feature is installed",
        "Enable Containers",
    ),
    ("moby 28327", "failed to open service hns", "Essentials"),
    ("Windows-Containers 495", "0x80073701", "RestoreHealth"),
    ("MicrosoftDockerProvider 81", "0x800f081f", "source"),
    ("moby 31606", "filesystem operations against a running Hyper-V container are not supported", "Stop it first"),
    ("moby 36562, for-win 1937", "message readmode pipes not supported", "go-winio"),
    ("kubernetes 67147", r"invalid volume specification: 'c:\\.\pipe\x'", "mounts"),
    ("for-win 376, moby PR 26340", "source path must be a directory", "folder"),
    ("for-win 376, moby PR 26340", "Only directories can be mapped on this platform", "folder"),
    ("moby 30556, for-win 179", "(0xc037010a)", "empty or a new folder"),
    ("for-win 321, moby 31604 34860", "OutOfMemoryException", "memory"),
    (
        "for-win 598 726 4354, moby 38358",
        "HNS failed with error : The parameter is incorrect.",
        "restart the services hns",
    ),
    ("for-win 598 726 4354, moby 38358", "The object already exists.", "Get-HnsNetwork"),
    (
        "for-win 3126 6427, azure-docs 47058",
        "The virtual machine could not be started because a required feature is not installed.",
        "nested",
    ),
    ("Virtualization-Documentation 1966", "parameter name 'o' is ambiguous", "pinned version"),
    (
        "moby 40468",
        "hcsshim::CreateComputeSystem x: The system cannot find the file specified.",
        "pull the image again",
    ),
]


@pytest.mark.parametrize(("place", "text", "way_out"), EXPLAINED)
def test_explained(place: str, text: str, way_out: str) -> None:
    told = explain(text)
    assert told is not None, place
    assert way_out in (told["way_out"] or ""), place


def no_hypervisor(**more: Any) -> dict[str, Any]:
    return {
        "build": 17763,
        "kind": "server",
        "features": {"containers": "enabled", "hyper_v": "enabled"},
        "virtualization": {"hypervisor_present": False, "vm": False, "platform": "physical", "launch_type": "auto"},
        **more,
    }


NESTED = {"hypervisor_present": True, "vm": True, "platform": "azure", "vm_monitor": False}
PREVENTED = [
    ("moby 23588", judge_image(no_hypervisor(), "ltsc2019", "hyperv"), "no"),
    (
        "navcontainerhelper 283",
        judge_image(no_hypervisor(engine={"default_isolation": "hyperv"}), "ltsc2019", "default"),
        "no",
    ),
    ("Windows-Containers 352", judge_image({"build": 19045, "kind": "client"}, "ltsc2019", "process"), "no"),
    (
        "Windows-Containers 399",
        judge_image({"build": 19045, "edition": "ServerRdsh", "product_type": 3}, "ltsc2019", "default"),
        "no",
    ),
    ("Windows-Containers 155", judge_image({"build": 19043, "kind": "client"}, "ltsc2022", "hyperv"), "no"),
    ("moby 39328 40215", judge_image({"build": 17763, "kind": "server"}, "1903", "hyperv"), "no"),
    ("ECS on Server 2019", judge_image({"build": 17763, "kind": "server"}, "10.0.20348.1", "process"), "no"),
    (
        "dotnet-framework-docker 1172",
        judge_image({"build": 14393, "kind": "server", "engine": {"version": "24.0.2"}}, "ltsc2016", "process"),
        "no",
    ),
    (
        "moby 28327",
        judge_image({"build": 14393, "edition": "ServerSolution", "product_type": 3}, "ltsc2016", "process"),
        "no",
    ),
    (
        "azure-docs 47058",
        judge_image(no_hypervisor(virtualization=NESTED, features={"hyper_v": "disabled"}), "ltsc2019", "hyperv"),
        "no",
    ),
    (
        "Virtualization-Documentation 1299",
        judge_image({"build": 18363, "kind": "client"}, "1909", "process"),
        "by_rule",
    ),
]


@pytest.mark.parametrize(("place", "answer", "verdict"), PREVENTED)
def test_prevented(place: str, answer: dict[str, Any], verdict: str) -> None:
    assert answer["verdict"] == verdict, place
    assert answer["reasons"], place


def test_a_host_that_is_patched_less_than_the_image_is_told() -> None:
    answer = judge_image({"build": 26100, "kind": "server", "revision": 1742}, "10.0.26100.4061", "process")
    assert "0xc0370106" in " ".join(answer["remedies"])  # Windows-Containers 591


def test_an_enabled_feature_is_not_taken_for_a_hypervisor() -> None:
    assert hypervisor(no_hypervisor())["verdict"] == "no"  # Windows-Containers 80


def test_the_engines_pipe_is_not_given_away() -> None:
    pipe = {"type": "npipe", "source": r"\\.\pipe\docker_engine", "target": r"\\.\pipe\docker_engine"}
    assert violations([{"name": "web", "mounts": [pipe]}], ["named_pipe"])


def test_options_that_do_nothing_are_refused() -> None:
    assert {row["action"] for row in refused_options({"shm_size": 1, "ipc_mode": "host", "pid_mode": "host"})} == {
        "refuse"
    }


def test_somebody_counts_the_licence() -> None:
    host = {"build": 17763, "edition": "ServerStandard", "product_type": 3}
    assert warnings(host, [{"name": name, "isolation": "hyperv"} for name in "abc"])
