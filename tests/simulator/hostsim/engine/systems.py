"""How does the engine ask the Host Compute Service for a container's system?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..machine.errors import HcsError
from .container import Container
from .errors import ApiError
from .hcs_texts import MISSING_FILE, process_refusal, start_error
from .texts import refusal

if TYPE_CHECKING:
    from .engine import Engine


def make(engine: Engine, container: Container, exited: Callable[[int], None]) -> int:
    """Ask for the container's system and its first process; its PID. Raises ApiError."""
    fault = engine.faults.use("fail_start")
    if fault:
        text = start_error(engine.version, container.id, fault["code"], None, None, None)
        raise ApiError(500, text)
    fault = engine.faults.use("fail_process")
    if fault:
        raise process_refusal(engine.version, container, container.command, fault["code"])[0]
    lie = engine.faults.get("lie")
    container.runs_as = lie["runs"] if lie and lie["claims"] == container.isolation else container.isolation
    host = container.host_config
    build = container.image.build

    def printed(stream: int, data: bytes) -> None:
        with engine.lock:
            container.log.add(stream, data, engine.now())
            engine.changed.notify_all()

    try:
        started = engine.machine.hcs_create_and_start(
            container.id, container.runs_as, engine.host().build if build is None else build,
            container.image.revision, container.command, host["Memory"] or None,
            {
                "user": container.config["User"] or None, "hostname": container.config["Hostname"],
                "output": printed, "exited": exited,
            },
        )  # fmt: skip
    except HcsError as error:
        if error.step == "process":
            raise process_refusal(engine.version, container, container.command, error.code, error.text)[0] from error
        text = start_error(engine.version, container.id, error.code, error.text, error.step, error.event)
        raise ApiError(400 if MISSING_FILE in text.lower() else 500, text) from error
    return int(started["pid"])


def check_shared_network(engine: Engine, container: Container) -> None:
    """Raises ApiError where the container whose network it joins has none to join."""
    mode = str(container.host_config["NetworkMode"])
    if not mode.startswith("container:"):
        return
    try:
        target = engine.find(mode.partition(":")[2])
    except ApiError as error:
        raise ApiError(500, f"joining network namespace of container: {error.text}") from error
    if not target.state.running:
        raise ApiError(
            500,
            f"joining network namespace of container: cannot join network of a non running container: {target.id}",
        )
    if target.isolation == "hyperv":
        raise refusal("network_hyperv_target", engine.version)
    for name in ("Hostname", "Domainname"):  # moby daemon/container_operations.go initializeNetworking
        container.config[name] = target.config[name]
