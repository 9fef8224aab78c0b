"""A tiny Windows host with an engine and a tiny act (docs/verbs.md), so that plans can be carried out, broken off and
made again."""

from __future__ import annotations

import base64
import hashlib
import json
import ntpath
from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import (
    service_flags,
    settings_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.declared import ARGUMENTS, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.part import EnginePart
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read as read_shape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import Lost
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.run import Outcome, Run
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES, host_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import SERVICE_NAMES
from host_answers import server_2022

FOLDER = "C:\\Program Files\\docker"
CONFIG = "C:\\ProgramData\\docker\\config\\daemon.json"
ROOT = "C:\\ProgramData\\docker"
OWN = '"C:\\Program Files\\docker\\dockerd.exe" --run-service'
WEB, JOB = "a" * 64, "b" * 64


class Wrong(Exception):
    def __init__(self, type: str, text: str = "no", code: str = "0x80004005") -> None:
        super().__init__(text)
        self.type, self.text, self.code = type, text, code


class Dies(Exception):
    """The host program is killed."""


def program(version: str) -> bytes:
    return f"PROGRAM dockerd {version}".encode()


def version_of(content: bytes | None) -> str | None:
    words = (content or b"").decode("ascii", "replace").split()
    return words[2] if words[:2] == ["PROGRAM", "dockerd"] else None


def archive(version: str, holding: str = "docker") -> bytes:
    return f"ARCHIVE {version} {holding}".encode()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class ModelHost:
    """`files` by path in lower case; `bad`: versions that do not come up. `fail` is the number of the step of the next
    act that fails, `die` after how many of its steps the program is killed."""

    def __init__(self, build: int = 20348, features: bool = True) -> None:
        self.build, self.features = build, features
        self.files: dict[str, bytes] = {}
        self.folders: set[str] = {"c:\\windows\\temp", "c:\\programdata", "c:\\program files"}
        self.services: dict[str, dict[str, Any]] = {}
        self.path = "C:\\Windows"
        self.accounts = {"docker-users": "S-1-5-21-1"}
        self.urls: dict[str, bytes] = {}
        self.local: dict[str, bytes] = {}  # of the controller
        self.containers: dict[str, dict[str, Any]] = {}
        self.bad: set[str] = set()
        self.os_type = "windows"
        self.drives = [{"DeviceID": "C:", "FileSystem": "NTFS", "FreeSpace": 10**11, "Size": 2 * 10**11}]
        self.running_with: tuple[str, bytes, str] | None = None  # version, daemon.json, ImagePath
        self.process = 100
        self.fail = self.die = -1
        self.looks_made = self.acts_made = 0
        self.sent: list[str] = []
        self.done: list[str] = []

    # what is on it before

    def has_engine(self, version: str, folder: str = FOLDER, path: str | None = None, name: str = "docker") -> None:
        self.write(ntpath.join(folder, "dockerd.exe"), program(version))
        self.write(ntpath.join(folder, "docker.exe"), b"PROGRAM docker " + version.encode())
        path = path or f'"{ntpath.join(folder, "dockerd.exe")}" --run-service'
        self.services[name] = {"path": path, "state": "Stopped", "start": "Auto", "process": 0}
        self.start(name)

    def runs(self, one: str, name: str) -> None:
        self.containers[one] = {"name": name, "state": "running", "restarts": False}

    # Hands

    def look(self, looks: list[dict[str, Any]]) -> Sequence[Answer]:
        self.looks_made += 1
        return [read_shape(Answer, self._answer(self._look, look), "x") for look in looks]

    def act(self, doing: str, asked: dict[str, Any]) -> Acted:
        self.acts_made += 1
        try:
            said = self._act(asked)
        except Dies:
            raise Lost("killed") from None
        return read_shape(Acted, said, "x")

    def send(self, sent: Any) -> None:
        self.sent.append(sent.target)
        self.write(sent.target, self.local[sent.source])

    def wait(self, *_args: Any) -> Any:
        raise AssertionError("an engine needs no reboot")

    # inside

    def write(self, path: str, content: bytes) -> None:
        self.folders.add(ntpath.dirname(path).lower())
        self.files[path.lower()] = content

    def _answer(self, verb: Any, ask: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": True, "value": verb(ask)}
        except Wrong as wrong:
            return {"ok": False, "error": {"type": wrong.type, "code": wrong.code, "text": wrong.text}}

    def _quick(self) -> dict[str, dict[str, Any]]:
        answers = server_2022()
        answers["operating_system"]["value"][0]["BuildNumber"] = str(self.build)
        answers["windows"]["value"]["values"] |= {
            "CurrentBuild": str(self.build),
            "CurrentBuildNumber": str(self.build),
        }
        rows = [self._row(name) for name in SERVICE_NAMES if name in self.services]
        base = [{"Name": "vmcompute", "State": "Running"}, {"Name": "hns", "State": "Running"}] if self.features else []
        answers["services"]["value"] = [*rows, *base]
        answers["disks"] = {"ok": True, "value": self.drives}
        return answers

    def _row(self, name: str) -> dict[str, Any]:
        row = self.services[name]
        return {
            "Name": name,
            "DisplayName": "Docker Engine",
            "State": row["state"],
            "StartMode": row["start"],
            "PathName": row["path"],
            "ProcessId": row["process"],
            "ExitCode": 0,
        }

    def _look(self, look: dict[str, Any]) -> Any:
        if look["verb"] != "engine":
            for name, host in zip(LOOK_NAMES, host_looks(features=False), strict=False):
                if host == look:
                    return self._quick()[name]["value"]
        return getattr(self, f"_look_{look['verb']}")(look)

    def _look_registry(self, look: dict[str, Any]) -> Any:
        if look["path"].endswith("Parameters"):
            return {"exists": True, "values": self.services[look["path"].split("\\")[-2]].get("parameters", {})}
        return {"exists": True, "values": {"Path": self.path} if "Path" in look["names"] else {}}

    def _look_file(self, look: dict[str, Any]) -> Any:
        rows = []
        for path in look["paths"]:
            content = self.files.get(path.lower())
            drive = any(path.upper() == f"{one['DeviceID']}\\" for one in self.drives)
            folder = (
                drive or path.lower() in self.folders or any(one.startswith(path.lower() + "\\") for one in self.files)
            )
            row = {"path": path, "exists": content is not None or folder, "directory": content is None and folder}
            row["ProductVersion"] = row["FileVersion"] = version_of(content)
            row["SHA256"] = sha(content) if content is not None else None
            rows.append(row)
        return rows

    def _look_text(self, look: dict[str, Any]) -> Any:
        content = self.files.get(look["path"].lower())
        told = None if content is None else base64.b64encode(content).decode()
        return {"exists": content is not None, "Length": len(content or b""), "content": told}

    def _look_cim(self, look: dict[str, Any]) -> Any:
        return [self._row(name) for name, row in self.services.items() if "dockerd" in row["path"]]

    def _look_accounts(self, look: dict[str, Any]) -> Any:
        return [{"name": name, "sid": self.accounts.get(name)} for name in look["names"]]

    def _look_events(self, look: dict[str, Any]) -> Any:
        return [{"TimeCreated": "x", "Id": 1, "Level": 2, "Message": "fatal: it does not come up"}]

    def _look_engine(self, look: dict[str, Any]) -> Any:
        if self.running_with is None:
            raise Wrong("System.TimeoutException", "no pipe", "0x80131505")
        return [self._request("GET", one["path"]) for one in look["requests"]]

    def _request(self, method: str, path: str) -> dict[str, Any]:
        assert self.running_with is not None
        version = self.running_with[0]
        if path == "/version":
            body: Any = {"Version": version, "ApiVersion": "1.51", "Os": self.os_type}
        elif path == "/info":
            body = {
                "OSType": self.os_type,
                "Isolation": "process",
                "ServerVersion": version,
                "DockerRootDir": self.root(),
            }
        elif path.startswith("/containers/json"):
            body = [
                {"Id": one, "Names": [f"/{row['name']}"], "State": row["state"]} for one, row in self.containers.items()
            ]
        elif path.endswith("/start"):
            one = path.split("/")[2]
            if one not in self.containers:
                return {"status": 404, "body": "{}"}
            self.containers[one]["state"] = "running"
            return {"status": 204, "body": ""}
        elif method == "DELETE":
            self.containers.pop(path.split("/")[2].partition("?")[0], None)
            return {"status": 204, "body": ""}
        else:
            body = {}
        return {"status": 200, "body": json.dumps(body)}

    def root(self) -> str:
        try:
            return str(json.loads(self.files.get(CONFIG.lower(), b"{}")).get("data-root") or ROOT)
        except ValueError:
            return ROOT

    # services

    def start(self, name: str) -> None:
        row = self.services[name]
        if row["state"] == "Running":
            return
        path = service_flags(row["path"]).program.lower()
        version = version_of(self.files.get(path))
        config = self.files.get(CONFIG.lower(), b"{}")
        both = set(settings_of(service_flags(row["path"]))) & set(json.loads(config))
        if version is None or both or row["start"] == "Disabled":
            raise Wrong("status", "The service did not start.", "1053")
        self.process += 1
        row.update(state="Running", process=self.process)
        if version not in self.bad:
            self.running_with = (version, config, row["path"])
        for one in self.containers.values():
            if one["restarts"]:
                one["state"] = "running"

    def stop(self, name: str) -> None:
        row = self.services[name]
        if row["state"] == "Running":
            row.update(state="Stopped", process=0)
            self.running_with = None
            for one in self.containers.values():
                one["state"] = "exited"

    # the act

    def _act(self, asked: dict[str, Any]) -> dict[str, Any]:
        for seen in asked["seen"]:
            if not self._as_seen(seen):
                wrong = {"type": "changed", "code": "", "text": f"{seen} is not so"}
                return {"lock": {"ok": True}, "seen": {"ok": False, "error": wrong}}
        answers: list[dict[str, Any]] = []
        done: list[dict[str, Any]] = []
        undone: list[dict[str, Any]] = []
        hindered: set[str] = set()
        over = False
        for number, step in enumerate(asked["steps"]):
            item = step.get("item", "")
            if over or item in hindered or hindered & set(step.get("needs", ())):
                answers.append({"ok": False, "error": {"type": "not_tried", "code": "", "text": "not tried"}})
                continue
            if number == self.die:
                raise Dies
            verb = self._broken if number == self.fail else self._step
            answer = self._answer(verb, step)
            answers.append(answer)
            if answer["ok"]:
                done.append(step)
                continue
            if "evidence" in step:
                answer["evidence"] = self._evidence(step["evidence"])
            hindered.add(item)
            for earlier in reversed([one for one in done if one.get("item", "") in hindered]):
                undone += [{**self._answer(self._step, undo), "item": item} for undo in earlier.get("undo", ())]
            if not asked.get("independent"):
                break
            over = answer["error"]["type"] not in ("status", "state", "text") and step["verb"] != "wait"
        looks = [self._answer(self._look, look) for look in asked["looks"]]
        return {"lock": {"ok": True}, "seen": {"ok": True}, "steps": answers, "undone": undone, "looks": looks}

    def _evidence(self, looks: list[dict[str, Any]]) -> dict[str, Any]:
        return {"events": [row["Message"] for look in looks for row in self._look(look)]}

    def _broken(self, step: dict[str, Any]) -> Any:
        raise Wrong("System.ComponentModel.Win32Exception", "It was made to fail.")

    def _as_seen(self, seen: dict[str, Any]) -> bool:
        if "service" in seen:
            row = self.services.get(seen["service"])
            if row is None or seen.get("exists") is False:
                return row is None and seen.get("exists") is False
            now = {"State": row["state"], "PathName": row["path"]}
            return all(now[name] == value for name, value in seen["fields"].items())
        if "path" in seen:
            running = self.running_with and self.running_with[0]
            return bool(seen["path"] == "/version" and seen["fields"] == {"Version": running})
        content = self.files.get(seen["file"].lower())
        return (sha(content) if content is not None else "") == seen["SHA256"]

    def _step(self, step: dict[str, Any]) -> Any:
        self.done.append(f"{step['verb']} {step.get('do', '')}".strip())
        return getattr(self, f"_do_{step['verb']}")(step)

    def _do_download(self, step: dict[str, Any]) -> Any:
        content = self.urls.get(step["url"])
        if content is None:
            raise Wrong("status", "Not Found", "404")
        if sha(content) != step["sha256"]:
            raise Wrong("digest", "another one")
        self.write(step["path"], content)
        return {"there": False}

    def _do_unpack(self, step: dict[str, Any]) -> Any:
        content = self.files.get(step["archive"].lower())
        if content is None:
            raise Wrong("System.IO.FileNotFoundException", "there is none")
        if sha(content) != step["sha256"]:
            raise Wrong("digest", "another one")
        version = content.decode().split()[1]
        self._remove_under(step["folder"])
        self.write(ntpath.join(step["folder"], "dockerd.exe"), program(version))
        self.write(ntpath.join(step["folder"], "docker.exe"), b"PROGRAM docker " + version.encode())
        return {"files": ["docker.exe", "dockerd.exe"]}

    def _remove_under(self, folder: str) -> None:
        gone = folder.lower()
        self.files = {path: data for path, data in self.files.items() if not path.startswith(gone + "\\")}
        self.folders = {one for one in self.folders if one != gone and not one.startswith(gone + "\\")}

    def _do_folder(self, step: dict[str, Any]) -> Any:
        if step["do"] == "create":
            self.folders.add(step["path"].lower())
        else:
            self._remove_under(step["path"])
        return {}

    def _do_file(self, step: dict[str, Any]) -> Any:
        path = step["path"].lower()
        if step["do"] == "write":
            if ntpath.dirname(path) not in self.folders:
                raise Wrong("System.IO.DirectoryNotFoundException", f"no folder of {path}", "0x80070003")
            if step.get("backup") and path in self.files:
                self.files[step["backup"].lower()] = self.files[path]
            self.files[path] = base64.b64decode(step["content"])
        elif step["do"] == "remove":
            self.files.pop(path, None)
        elif path in self.files:
            held = self.running_with and path == service_flags(self.running_with[2]).program.lower()
            if held:
                raise Wrong("System.IO.IOException", "in use", "0x80070020")
            self.files[step["to"].lower()] = self.files.pop(path)
        elif not step.get("maybe"):
            raise Wrong("System.IO.FileNotFoundException", f"no {path}", "0x80070002")
        return {}

    def _do_service(self, step: dict[str, Any]) -> Any:
        name = step["name"]
        if step["do"] == "create":
            self.services[name] = {"path": step["path"], "state": "Stopped", "start": "Auto", "process": 0}
            return {}
        if name not in self.services:
            if step["do"] in ("delete", "stop"):
                return {}
            raise Wrong("status", "no such service", "1060")
        if step["do"] == "start":
            self.start(name)
        elif step["do"] == "stop":
            self.stop(name)
        elif step["do"] == "delete":
            del self.services[name]
        else:
            row = self.services[name]
            row["path"] = step.get("path", row["path"])
            row["start"] = {"auto": "Auto", "disabled": "Disabled", None: row["start"]}[step.get("start")]
        return {}

    def _do_dockerd(self, step: dict[str, Any]) -> Any:
        version = version_of(self.files.get(step["path"].lower()))
        if version is None:
            raise Wrong("System.ComponentModel.Win32Exception", "no program", "0x80070002")
        if step["do"] == "version" and version != step["expect"]:
            raise Wrong("version", f"Docker version {version}, build x")
        if step["do"] == "register":
            if "docker" in self.services:
                raise Wrong("status", "there is one", "1")
            path = f'"{step["path"]}" --run-service'
            self.services["docker"] = {"path": path, "state": "Stopped", "start": "Auto", "process": 0}
        if step["do"] == "unregister":
            self.services.pop("docker", None)
        return {"ExitCode": 0, "Output": ""}

    def _do_group(self, step: dict[str, Any]) -> Any:
        self.accounts[step["name"]] = "S-1-5-21-2"
        return {"made": True}

    def _do_environment(self, step: dict[str, Any]) -> Any:
        pieces = [one for one in self.path.split(";") if one.lower() != step["value"].lower()]
        self.path = ";".join([*pieces, step["value"]] if step["do"] == "add" else pieces)
        return {"changed": True}

    def _do_wait(self, step: dict[str, Any]) -> Any:
        if self.running_with is None:
            raise Wrong("timeout", "nothing answers", "")
        said = self._request("GET", step["path"])
        if json.loads(said["body"]).get(step["field"]) not in step["values"]:
            raise Wrong("timeout", "another one answers", "")
        return said

    def _do_engine(self, step: dict[str, Any]) -> Any:
        if self.running_with is None:
            raise Wrong("System.TimeoutException", "no pipe", "0x80131505")
        said = self._request(step["method"], step["path"])
        if said["status"] not in step["accept"]:
            raise Wrong("status", "refused", str(said["status"]))
        return said


def part(**given: Any) -> EnginePart:
    options = {name: row.get("default") for name, row in ARGUMENTS.items()}
    return EnginePart(read({**options, **given}))


def source(host: ModelHost, version: str) -> dict[str, Any]:
    """The options for an archive of that version at a URL."""
    url = f"https://mirror.example/docker-{version}.zip"
    host.urls[url] = archive(version)
    return {"version": version, "archive": url, "checksum": sha(archive(version))}


def run(host: ModelHost, check: bool = False, **given: Any) -> Outcome:
    host.done = []
    return Run([part(**given)], host, "host1", "me", check)()
