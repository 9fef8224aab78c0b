"""A tiny engine and a tiny act, so that plans can be carried out and made again."""

from __future__ import annotations

import copy
import json
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import plain_container
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared, by_host
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import read_networks
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Plan, plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World, questions_for, world_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.declared import read_volumes
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer

IMAGES = {
    "nano:2022": {
        "Id": "sha256:nano2022",
        "Os": "windows",
        "OsVersion": "10.0.20348.1",
        "RepoDigests": None,
        "Config": {
            "Env": ["PATH=C:\\Windows"],
            "Cmd": ["cmd.exe"],
            "User": "ContainerUser",
            "Labels": {"base": "nano"},
        },
    },
    "core:2022": {
        "Id": "sha256:core2022",
        "Os": "windows",
        "OsVersion": "10.0.20348.1",
        "RepoDigests": None,
        "Config": {"Env": None, "Cmd": ["powershell"], "Entrypoint": ["entry"], "WorkingDir": "C:\\app"},
    },
}


def network(name: str, identifier: str, **asked: Any) -> dict[str, Any]:
    """A network as the list shows it: HNS gives a subnet where none is asked for."""
    rows = (asked.get("IPAM") or {}).get("Config") or [{"Subnet": "172.29.0.0/20"}]
    return {
        "Id": (identifier * 64)[:64],
        "Name": name,
        "Driver": asked.get("Driver", {"none": "null", "lan": "transparent"}.get(name, "nat")),
        "IPAM": {"Config": None if name == "none" else [{"Gateway": "172.29.0.1", **row} for row in rows]},
        "Options": {**asked.get("Options", {}), "com.docker.network.windowsshim.hnsid": "1234"},
        "Labels": asked.get("Labels", {}),
    }


def with_needing(item: str, steps: list[dict[str, Any]]) -> set[str]:
    """The item, and those that need it, however far round."""
    found = {item}
    while more := {step["item"] for step in steps if found & set(step.get("needs", []))} - found:
        found |= more
    return found


class ModelEngine:
    """Does what the engine does on Windows, as far as a plan can tell (moby daemon/create.go, create_windows.go,
    rename.go)."""

    def __init__(self, default: str = "process") -> None:
        self.default = default
        self.containers: dict[str, dict[str, Any]] = {}
        self.registry = copy.deepcopy(IMAGES)
        self.images: dict[str, dict[str, Any]] = {}
        self.made = 0
        self.now: str | None = None
        self.log_driver: str | None = None
        self.ends: dict[str, int] = {"end.exe": 0, "fail.exe": 5}  # what ends at once, with its exit code
        self.sick: set[str] = set()
        self.networks = {name: network(name, str(place)) for place, name in enumerate(("nat", "none", "lan"), 1)}
        self.volumes: dict[str, dict[str, Any]] = {}

    def ask(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = []
        for request in requests:
            only, each = request.get("only_if"), request.get("each")
            if only and entries[only["request"]].get("status") not in only["status"]:
                entries.append({"skipped": True})
            elif each:
                rows = json.loads(entries[each["request"]]["body"])
                answers = [
                    (row[each["field"]], self.get(request["path"].replace("{}", row[each["field"]]))) for row in rows
                ]
                entries.append(
                    {
                        "each": [
                            {"for": name, "status": status, "body": json.dumps(body)}
                            for name, (status, body) in answers
                        ]
                    }
                )
            else:
                status, body = self.get(request["path"])
                entries.append({"status": status, "body": json.dumps(body)})
        return entries

    def get(self, path: str) -> tuple[int, Any]:
        parts = urlsplit(path)
        where = unquote(parts.path)
        if where == "/containers/json":
            filters = json.loads(parse_qs(parts.query).get("filters", ["{}"])[0])
            found = [
                box
                for box in self.containers.values()
                if any(re.search(pattern, box["Name"]) for pattern in filters.get("name", [""]))
                and all(label in self._labels(box) for label in filters.get("label", []))
                and box["State"]["Status"] in filters.get("status", [box["State"]["Status"]])
            ]
            return 200, [
                {
                    "Id": box["Id"],
                    "Names": [box["Name"]],
                    "Labels": box["Config"]["Labels"],
                    "State": box["State"]["Status"],
                    "Mounts": box.get("Mounts", []),
                    "NetworkSettings": box["NetworkSettings"],
                    "Ports": [
                        {
                            "IP": "0.0.0.0",
                            "PrivatePort": 80,
                            "PublicPort": int(bound["HostPort"]),
                            "Type": key.split("/")[1],
                        }
                        for key, bindings in (box["HostConfig"].get("PortBindings") or {}).items()
                        for bound in (bindings if box["State"]["Running"] else None) or []
                        if bound["HostPort"]
                    ],
                }
                for box in found
            ]
        if where == "/networks":
            (pattern,) = json.loads(parse_qs(parts.query).get("filters", ["{}"])[0]).get("name", [""])
            return 200, [row for row in self.networks.values() if re.search(pattern, row["Name"])]
        if where == "/volumes":
            return 200, {"Volumes": list(self.volumes.values()) or None, "Warnings": None}
        if where == "/images/json":
            return 200, [{"Id": image["Id"], "RepoTags": [], "RepoDigests": []} for image in self.images.values()]
        kind, name = where[1:].removesuffix("/json").split("/", 1)
        found = {
            "containers": self._find,
            "images": self._image,
            "distribution": self._distribution,
            "networks": self.network,
        }[kind](name)
        return (200, found) if found else (404, {"message": f"no such {name}"})

    def _image(self, name: str) -> dict[str, Any] | None:
        return self.images.get(name) or next((one for one in self.images.values() if one["Id"] == name), None)

    def network(self, name: str) -> dict[str, Any] | None:
        return next(
            (row for row in self.networks.values() if name in (row["Name"], row["Id"]) or row["Id"].startswith(name)),
            None,
        )

    def restart(self) -> None:
        """The engine makes its nat networks anew, without their labels (moby/moby#49179)."""
        for row in self.networks.values():
            if row["Driver"] == "nat":
                row["Labels"] = {}

    def _labels(self, box: dict[str, Any]) -> list[str]:
        return [text for key, value in box["Config"]["Labels"].items() for text in (key, f"{key}={value}")]

    def _find(self, name: str) -> dict[str, Any] | None:
        return self.containers.get(name) or next(
            (box for box in self.containers.values() if box["Id"].startswith(name)), None
        )

    def differs(self, seen: list[dict[str, Any]]) -> str | None:
        """What is not as a plan rests on it (docs/verbs.md, `seen`)."""
        for fact in seen:
            status, body = self.get(fact["path"])
            if status != fact["status"]:
                return f"The status of {fact['path']} is {status} and was {fact['status']}."
            if "rows" in fact and {row[fact["rows"]] for row in body} != set(fact["values"]):
                return f"{fact['rows']} of {fact['path']} is otherwise."
            for field, was in fact.get("fields", {}).items():
                value: Any = body
                for key in field.split("."):
                    value = value.get(key) if isinstance(value, dict) else None
                text = "" if value is None else value if isinstance(value, str) else json.dumps(value)
                if text != was:
                    return f"{field} of {fact['path']} is '{text}' and was '{was}'."
        return None

    def _distribution(self, name: str) -> dict[str, Any] | None:
        image = self.registry.get(name)
        return image and {
            "Platforms": [{"os": "windows", "os.version": image["OsVersion"]}],
            "Descriptor": {"digest": "sha256:list"},
        }

    def do(self, step: dict[str, Any]) -> bool:
        if step["verb"] == "wait":
            box = self._find(step["path"].split("/")[2])
            now: Any = box
            for key in step["field"].split("."):
                now = now.get(key) if isinstance(now, dict) else None
            told = "" if now is None else now if isinstance(now, str) else json.dumps(now)
            return box is not None and told in step["values"]
        parts = urlsplit(step["path"])
        status = self._do(
            step["method"], parts.path.split("/")[1:], parse_qs(parts.query), json.loads(step.get("body", "null"))
        )
        return status in step["accept"]

    def _do(self, method: str, path: list[str], query: dict[str, list[str]], body: Any) -> int:
        if path == ["images", "create"]:
            reference = f"{query['fromImage'][0]}:{query['tag'][0]}"
            self.images[reference] = self.registry[reference]
            return 200
        if path == ["containers", "create"]:
            return self._create(query["name"][0], body)
        if path[0] == "networks":
            return self._network(method, path[1:], body)
        if path[0] == "volumes":
            return self._volume(method, path[1], body)
        box = self._find(path[1])
        if box is None:
            return 404
        if method == "DELETE":
            del self.containers[box["Name"][1:]]
            return 204
        return {
            "start": self._start,
            "stop": self._stop,
            "unpause": self._unpause,
            "rename": self._rename,
            "update": self._update,
        }[path[2]](box, query, body)

    def _network(self, method: str, path: list[str], body: Any) -> int:
        if path == ["create"]:
            if body["Name"] in self.networks:
                return 409
            self.made += 1
            identifier = f"{self.made:064x}"[::-1].replace("0", "d")
            self.networks[body["Name"]] = network(body["Name"], identifier, **body)
            return 201
        found = self.network(path[0])
        if found is None:
            return 404
        if path[1:] == ["connect"]:
            box = self._find(body["Container"])
            assert box is not None
            self._endpoint(box, found["Name"], body["EndpointConfig"])
            return 200
        if any(found["Name"] in self._on(box) for box in self.containers.values() if box["State"]["Running"]):
            return 403
        del self.networks[found["Name"]]
        return 204

    def _on(self, box: dict[str, Any]) -> dict[str, Any]:
        return dict(box["NetworkSettings"]["Networks"])

    def _endpoint(self, box: dict[str, Any], name: str, settings: dict[str, Any] | None) -> None:
        asked = settings or {}
        box["NetworkSettings"]["Networks"][name] = {
            "Aliases": asked.get("Aliases"),
            "IPAMConfig": asked.get("IPAMConfig"),
            "MacAddress": asked.get("MacAddress", ""),
            "NetworkID": "",
        }

    def _volume(self, method: str, name: str, body: Any) -> int:
        if method == "POST":
            self.volumes.setdefault(body["Name"], {"Name": body["Name"], "Driver": "local", "Labels": body["Labels"]})
            return 201
        if any(name == mount["Name"] for box in self.containers.values() for mount in box.get("Mounts", [])):
            return 409
        return 204 if self.volumes.pop(name, None) else 404

    def _create(self, name: str, body: dict[str, Any]) -> int:
        if name in self.containers or body["Image"] not in self.images:
            return 409 if name in self.containers else 404
        image = self.images[body["Image"]]
        brought = image["Config"]
        self.made += 1
        identifier = f"{self.made:064x}"[::-1]
        entrypoint = brought.get("Entrypoint") if body.get("Entrypoint") is None else body["Entrypoint"]
        command = body.get("Cmd") or (None if body.get("Entrypoint") else brought.get("Cmd"))
        env = {item.partition("=")[0].upper(): item for item in (brought.get("Env") or []) + body.get("Env", [])}
        config = {
            **{key: body.get(key, plain_container.CONFIG[key]) for key in ("Domainname", "Tty", "OpenStdin")},
            **{key: body[key] for key in ("StopTimeout",) if key in body},
            **{key: told for key in ("StopSignal",) if (told := body.get(key) or brought.get(key))},
            **({"Healthcheck": checked} if (checked := self._healthcheck(body, brought)) else {}),
            "Image": body["Image"],
            "Cmd": command,
            "Entrypoint": entrypoint,
            "Env": list(env.values()),
            "Labels": {**(brought.get("Labels") or {}), **body["Labels"]},
            "Hostname": body.get("Hostname", identifier[:12]),
            "User": body.get("User", brought.get("User", "")),
            "WorkingDir": body.get("WorkingDir", brought.get("WorkingDir", "")),
        }
        host = {
            **plain_container.HOST,
            "Mounts": None,
            "Annotations": None,
            **body["HostConfig"],
        }
        log = host["LogConfig"]
        host["LogConfig"] = {"Type": log.get("Type") or self.log_driver or "json-file", "Config": log.get("Config", {})}
        if host["Isolation"] == "default":
            host["Isolation"] = self.default
        self.containers[name] = {
            "Id": identifier,
            "Name": f"/{name}",
            "Image": image["Id"],
            "Config": config,
            "HostConfig": host,
            "State": {"Running": False, "Paused": False, "Restarting": False, "Status": "created"},
            "NetworkSettings": {"Networks": {}},
            "Mounts": [
                {"Type": "volume", "Name": mount["Source"], "Destination": mount["Target"]}
                for mount in host["Mounts"] or []
                if mount["Type"] == "volume"
            ],
        }
        self._join(self.containers[name], (body.get("NetworkingConfig") or {}).get("EndpointsConfig") or {})
        for mount in self.containers[name]["Mounts"]:
            self.volumes.setdefault(mount["Name"], {"Name": mount["Name"], "Driver": "local", "Labels": None})
        return 201

    def _healthcheck(self, body: dict[str, Any], brought: dict[str, Any]) -> dict[str, Any]:
        """moby daemon/commit.go merge."""
        return {**(brought.get("Healthcheck") or {}), **(body.get("Healthcheck") or {})}

    def _join(self, box: dict[str, Any], asked: dict[str, Any]) -> None:
        """As moby daemon/container_operations.go: a container that names others is on those alone."""
        mode = box["HostConfig"]["NetworkMode"]
        if not mode.startswith("container:"):
            for network_name in asked or ["nat" if mode == "default" else mode]:
                self._endpoint(box, network_name, asked.get(network_name))

    def _start(self, box: dict[str, Any], query: Any, body: Any) -> int:
        before = box["State"]["Running"]
        if self._port_taken(box) and not before:
            return 500
        for name, endpoint in self._on(box).items():
            found = self.network(endpoint["NetworkID"] or name)
            if found is None:
                return 404
            endpoint["NetworkID"] = found["Id"]
        box["State"] = {"Running": True, "Paused": False, "Restarting": False, "Status": "running"}
        code = self.ends.get("/".join(box["Config"]["Cmd"] or []))
        if code is not None:  # it has ended before anybody looks
            times = {"StartedAt": "2026-11-24T08:00:00Z", "ExitCode": code}
            box["State"] = {"Running": False, "Paused": False, "Restarting": False, "Status": "exited", **times}
        elif box["Config"].get("Healthcheck", {}).get("Test", ["NONE"]) != ["NONE"]:
            box["State"]["Health"] = {"Status": "unhealthy" if box["Name"][1:] in self.sick else "healthy"}
        return 304 if before else 204

    def _port_taken(self, box: dict[str, Any]) -> bool:
        others = [other for other in self.containers.values() if other is not box and other["State"]["Running"]]
        return any(self._ports(box) & self._ports(other) for other in others)

    def _ports(self, box: dict[str, Any]) -> set[tuple[str, str]]:
        bindings = box["HostConfig"]["PortBindings"]
        return {(row["HostPort"], key[-3:]) for key, rows in bindings.items() for row in rows if row["HostPort"]}

    def _stop(self, box: dict[str, Any], query: Any, body: Any) -> int:
        before = box["State"]["Running"]
        box["State"] = {"Running": False, "Paused": False, "Restarting": False, "Status": "exited"}
        return 204 if before else 304

    def _unpause(self, box: dict[str, Any], query: Any, body: Any) -> int:
        box["State"] = {"Running": True, "Paused": False, "Restarting": False, "Status": "running"}
        return 204

    def _rename(self, box: dict[str, Any], query: dict[str, list[str]], body: Any) -> int:
        new = query["name"][0]
        if new in self.containers:
            return 409
        del self.containers[box["Name"][1:]]
        box["Name"] = f"/{new}"
        self.containers[new] = box
        return 204

    def _update(self, box: dict[str, Any], query: Any, body: dict[str, Any]) -> int:
        box["HostConfig"]["RestartPolicy"] = body["RestartPolicy"]
        return 200

    def act(self, steps: list[dict[str, Any]], fail_at: int | None = None, cut_at: int | None = None) -> bool:
        """As docs/verbs.md says of an independent act. `cut_at`: the host dies before that step, and nothing is
        undone."""
        done: list[dict[str, Any]] = []
        hindered: set[str] = set()
        for position, step in enumerate(steps):
            if position == cut_at:
                return False
            if step["item"] in hindered:
                continue
            if position != fail_at and self.do(step):
                done.append(step)
                continue
            hindered |= with_needing(step["item"], steps)
            for earlier in reversed([other for other in done if other["item"] in hindered]):
                for undo in earlier.get("undo", []):
                    assert self.do(undo), undo
            done = [other for other in done if other["item"] not in hindered]
        return not hindered

    def world(self, declared: Declared) -> World:
        questions = questions_for(declared)
        replies = questions.replies(Answer(True, self.ask(questions.requests)))
        return world_of(declared, replies, (), 20348, self.default, now=self.now, log_driver=self.log_driver)

    def declared(self, containers: list[dict[str, Any]], isolation: str | None = None, **wishes: Any) -> Declared:
        services = {item["name"]: item.get("scale") is not None for item in containers}
        wishes["networks"] = read_networks(wishes.get("networks"))
        wishes["volumes"] = read_volumes(wishes.get("volumes"))
        specs = read_set(containers, isolation)
        by_host(specs, wishes["networks"], wishes["volumes"])
        return Declared(**{"project": "shop", "specs": specs, "services": services, **wishes})

    def plan(self, containers: list[dict[str, Any]], isolation: str | None = None, **wishes: Any) -> Plan:
        declared = self.declared(containers, isolation, **wishes)
        made = plan(declared, self.world(declared))
        assert self.differs(made.seen) is None, self.differs(made.seen)
        return made
