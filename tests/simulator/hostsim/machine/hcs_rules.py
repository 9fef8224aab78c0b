"""Why the Host Compute Service refuses to start a container."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import HcsError

MIB = 1024 * 1024
UVM_MEMORY = 1024 * MIB  # isolation.md 2.3, 1.6: a utility VM without a memory setting has 1 GB
HOST_RESERVE = 1024 * MIB  # GK
PROVIDER = "17103e3f-3c6e-4677-bb17-3b267eb5be57"  # A6.6
OLD_MISMATCH = "The operating system of the container does not match the operating system of the host."  # A6.1
NEW_MISMATCH = "The container operating system does not match the host operating system."  # isolation.md 1.14


@dataclass(frozen=True)
class Ask:
    """What is asked, of which host. Memory in bytes: `free` is what the host has left for utility VMs."""

    container_id: str
    isolation: str
    image_build: int
    memory: int | None
    host_build: int
    hypervisor: bool
    free: int


def process_build_allowed(host: int, image: int) -> bool:
    """isolation.md 2.2: equal builds before 20348, from there on 20348 to the host's own.

    hcsshim and containerd disagree for hosts above 26100; the published table (3.1) has 2022 images there.
    """
    return image == host if host < 20348 else 20348 <= image <= host


def mismatch(ask: Ask) -> HcsError | None:
    """Process isolation: the build rule; hyperv: never a newer image than the host (isolation.md 2.2)."""
    if ask.isolation == "process":
        allowed = process_build_allowed(ask.host_build, ask.image_build)
    else:
        allowed = ask.image_build <= ask.host_build
    if allowed:
        return None
    return HcsError("0xc0370101", OLD_MISMATCH if ask.host_build < 17763 else NEW_MISMATCH, "start")


def no_hypervisor(ask: Ask) -> HcsError | None:
    """isolation.md 1.14, A6.5, A6.6."""
    if ask.isolation != "hyperv" or ask.hypervisor:
        return None
    event = (
        f"[Event Detail: Cannot start Hyper-V Container '{ask.container_id}' since the hypervisor is not running in "
        f"the host. Provider: {PROVIDER} EventID: 12001]"
    )
    return HcsError("0xc0351000", "No hypervisor is present on this system.", "start", event)


def no_memory(ask: Ask) -> HcsError | None:
    """A utility VM takes its memory from the host (GK: the code is E_OUTOFMEMORY)."""
    if ask.isolation != "hyperv" or (ask.memory or UVM_MEMORY) <= ask.free:
        return None
    return HcsError("0x8007000e", "Not enough memory resources are available to complete this operation.", "start")


RULES = (no_hypervisor, mismatch, no_memory)


def refusal(ask: Ask) -> HcsError | None:
    """The first rule that refuses, or None."""
    return next((error for rule in RULES if (error := rule(ask)) is not None), None)
