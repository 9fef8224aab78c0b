"""A host that answers the two host programs, for whole actions without Ansible's machinery."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "deploy"))

from ansible_collections.winfleet.containers.plugins.plugin_utils.host import jobs
from model_engine import ModelEngine

OFFLINE = {
    "ok": False,
    "error": {"type": "System.TimeoutException", "code": "0x80131505", "text": "The operation has timed out."},
}
NOT_TRIED = {"ok": False, "error": {"type": "not_tried", "code": "", "text": "It was not tried."}}
CURRENT_VERSION = "Windows NT\\CurrentVersion"


class FakeHost:
    """Counts the calls, a job as the one act that it is. `said` replaces a verb's answer; `broken` replaces the whole
    result of `_act`, or is raised."""

    def __init__(self) -> None:
        self.engine: ModelEngine | None = ModelEngine()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.said: dict[str, Any] = {}
        self.broken: Any = None
        self.fail_at: int | None = None
        self.features = {"Containers": "Installed", "Hyper-V": "Installed"}
        self.edition, self.product_type, self.build = "ServerDatacenter", 3, "20348"
        self.hypervisor, self.boots = True, 1
        self.services = ["docker", "vmcompute", "hns", "vmms"]
        self.folders = {"c:\\data"}
        self.files: set[str] = set()
        self.entries: set[str] = set()  # credential specs in the registry
        self.service_state, self.os_type, self.data_root = "Running", "windows", "C:\\ProgramData\\docker"
        self.free = 2**36
        self.away = 0
        self.at_once = False  # features that need no restart
        self.uptime = 3600.0
        self.last: dict[str, str] | None = None
        self.jobs: dict[str, str] = {}

    def execute(self, module_name: str, module_args: dict[str, Any], task_vars: Any) -> dict[str, Any]:
        name = module_name.rpartition(".")[2]
        if any(step["verb"] == "job" for step in module_args.get("steps") or ()):
            return {"winfleet": {"lock": {"ok": True, "value": True}, "steps": [{"ok": True, "value": {}}]}}
        if any(look["verb"] == "job" for look in module_args.get("looks") or ()) and name == "_look":
            return {"winfleet": {"looks": [self.look(look) for look in module_args["looks"]]}}
        self.calls.append((name, module_args))
        if self.away and name == "_look":
            self.away -= 1
            raise ConnectionError("the host is away")
        if name == "_look":
            return {"winfleet": {"looks": [self.look(look) for look in module_args["looks"]]}, "changed": False}
        if isinstance(self.broken, Exception):
            raise self.broken
        if self.broken is not None and "winfleet" not in self.broken:
            return self.broken
        made = self.broken or self.acted(module_args)
        if "job" not in module_args:
            return made
        self.jobs[module_args["job"]["id"]] = json.dumps(made)
        return {"started": True, "finished": False, "results_file": "C:\\Users\\svc\\.ansible_async\\j1.2"}

    def acted(self, module_args: dict[str, Any]) -> dict[str, Any]:
        seen: dict[str, Any] = {"ok": True, "value": 0}
        if self.engine is not None and (text := self.engine.differs(module_args["seen"])):
            seen = {"ok": False, "error": {"type": "changed", "code": "", "text": text}}
        if not seen["ok"]:
            return {"winfleet": {"lock": {"ok": True, "value": True}, "seen": seen, "last": self.last}}
        steps = [self.step(position, step) for position, step in enumerate(module_args["steps"])]
        failed = next((position for position, answer in enumerate(steps) if not answer["ok"]), None)
        undone: list[Any] = []
        if failed is not None:
            asked = module_args["steps"]
            undone = [{"ok": True, "value": {}} for step in asked[:failed] if step.get("undo")]
            later = [NOT_TRIED for _step in asked[failed + 1 :]] if module_args.get("independent") else []
            steps = steps[: failed + 1] + later
        return {
            "winfleet": {
                "lock": {"ok": True, "value": True},
                "seen": seen,
                "last": self.last,
                "steps": steps,
                "undone": undone,
                "looks": [] if self.away else [self.look(look) for look in module_args["looks"]],
            }
        }

    def step(self, position: int, step: dict[str, Any]) -> dict[str, Any]:
        if position == self.fail_at:
            text = '{"message": "No hypervisor is present on this system. (0xc0351000)"}'
            return {
                "ok": False,
                "error": {"type": "status", "code": "500", "text": text},
                "value": {"status": 500, "body": text},
            }
        if step["verb"] == "feature":
            for name in step["names"]:
                self.features[name] = {"enable": "InstallPending", "disable": "UninstallPending"}[step["action"]]
            if self.at_once:
                self.features = dict.fromkeys(self.features, "Installed")
            result = {"Success": True, "RestartNeeded": "No" if self.at_once else "Yes"}
            return {"ok": True, "value": {"result": result}}
        if step["verb"] == "reboot":
            if self.at_once and "only_if" in step:
                return {"ok": True, "value": {"skipped": True}}
            self.boots += 1
            self.away = 2
            self.uptime = 0.0
            pending = {"InstallPending": "Installed", "UninstallPending": "Available"}
            self.features = {name: pending.get(state, state) for name, state in self.features.items()}
            return {"ok": True, "value": {"ExitCode": 0}}
        assert self.engine is not None
        assert self.fail_at is not None or self.engine.do(step), step
        return {"ok": True, "value": {"status": 200, "body": "{}"}}

    def look(self, look: dict[str, Any]) -> dict[str, Any]:
        answer = self.said.get(look["verb"])
        if callable(answer):
            answer = answer(look)
        return answer or getattr(self, f"look_{look['verb']}")(look)

    def look_job(self, look: dict[str, Any]) -> dict[str, Any]:
        answer = self.jobs.get(look["id"])
        return {"ok": True, "value": {"state": "ended" if answer else "none", "progress": "", "answer": answer}}

    def look_cim(self, look: dict[str, Any]) -> dict[str, Any]:
        rows = {
            "Win32_OperatingSystem": {
                "CSName": "SRV",
                "ProductType": self.product_type,
                "BuildNumber": self.build,
                "SystemDrive": "C:",
            },
            "Win32_ComputerSystem": {
                "Name": "SRV",
                "HypervisorPresent": self.hypervisor,
                "Manufacturer": "HPE",
                "Model": "ProLiant",
                "NumberOfLogicalProcessors": 4,
                "TotalPhysicalMemory": 2**34,
                "DomainRole": 3,
            },
            "Win32_LogicalDisk": {"DeviceID": "C:", "FileSystem": "NTFS", "FreeSpace": self.free, "Size": 2**37},
            "Win32_Processor": {
                "VirtualizationFirmwareEnabled": True,
                "SecondLevelAddressTranslationExtensions": True,
                "VMMonitorModeExtensions": True,
            },
        }
        return {"ok": True, "value": [rows[look["class"]]] if look["class"] in rows else []}

    def look_registry(self, look: dict[str, Any]) -> dict[str, Any]:
        if look["path"].endswith(CURRENT_VERSION):
            kind = "Client" if self.product_type == 1 else "Server Core"
            return {
                "ok": True,
                "value": {
                    "exists": True,
                    "values": {
                        "CurrentBuild": self.build,
                        "UBR": 2113,
                        "EditionID": self.edition,
                        "InstallationType": kind,
                        "ProductName": "Windows",
                    },
                },
            }
        if look["path"].endswith("CredentialSpecs"):
            there = {name: "{}" for name in look["names"] if name in self.entries}
            return {"ok": True, "value": {"exists": bool(self.entries), "values": there}}
        return {"ok": True, "value": {"exists": False, "values": {}}}

    def look_service(self, look: dict[str, Any]) -> dict[str, Any]:
        return {
            "ok": True,
            "value": [
                {"Name": name, "State": self.service_state, "StartMode": "Auto"}
                for name in look["names"]
                if name in self.services
            ],
        }

    def look_boot(self, look: dict[str, Any]) -> dict[str, Any]:
        entry = {"ok": True, "value": "hypervisorlaunchtype    Auto"} if look.get("entry") else None
        boot = f"2026-11-24T08:00:{self.boots:02}.0000000Z"
        told = {"LastBootUpTime": boot, "LocalDateTime": boot, "Uptime": self.uptime, "entry": entry}
        return {"ok": True, "value": told}

    def look_features(self, look: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {"Name": name, "InstallState": state, "Installed": state == "Installed"}
            for name, state in self.features.items()
        ]
        return {"ok": True, "value": {"server_manager": {"ok": True, "value": rows}, "dism": {"ok": True, "value": []}}}

    def look_file(self, look: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {
                "path": path,
                "exists": path.lower() in self.folders | self.files,
                "directory": path.lower() in self.folders,
            }
            for path in look["paths"]
        ]
        return {"ok": True, "value": rows}

    def look_text(self, look: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True, "value": {"exists": False, "Length": None, "content": None}}

    def look_engine(self, look: dict[str, Any]) -> dict[str, Any]:
        if self.engine is None:
            return OFFLINE
        own = {
            "/version": '{"Version": "28.5.2", "ApiVersion": "1.51"}',
            "/info": json.dumps({"OSType": self.os_type, "Isolation": "process", "DockerRootDir": self.data_root}),
        }
        if look["requests"][0]["path"] in own:
            return {
                "ok": True,
                "value": [{"status": 200, "body": own[request["path"]]} for request in look["requests"]],
            }
        return {"ok": True, "value": self.engine.ask(look["requests"])}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that was not begun is not waited for."""
    monkeypatch.setattr(jobs, "BEGIN", -1)
    monkeypatch.setattr(jobs, "PAUSES", (0,))


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def run(host: FakeHost) -> Callable[..., dict[str, Any]]:
    """Runs an action plugin's module object with arguments: `run(containers, {...}, check=True)`."""

    def call(
        plugin: Any, arguments: dict[str, Any], check: bool = False, no_log: bool = False, name: str = "srv"
    ) -> dict[str, Any]:
        task = SimpleNamespace(
            args=arguments, check_mode=check, diff=True, async_val=0, action=plugin.__name__, no_log=no_log
        )
        connection = MagicMock()
        connection._shell.tmpdir = "x"
        action = plugin.ActionModule(task, connection, MagicMock(), MagicMock(), MagicMock(), MagicMock())
        action._execute_module = host.execute
        action._find_needle = lambda _folder, path: path
        host.calls.clear()
        return action.run(task_vars={"inventory_hostname": name})

    return call
