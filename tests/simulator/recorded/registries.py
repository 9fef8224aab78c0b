"""Which registries did the recorded engine ask? A real one of Docker's (2.8.2), open at 5000 and with a login at
5001, and at 5004 a proxy before it that breaks what begins with certain names; nothing listens at 5009."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hostsim.engine.registry import Registry

OPEN, BASIC, PROXY = "127.0.0.1:5000", "127.0.0.1:5001", "127.0.0.1:5004"
USERS = {"tester": "made-up-secret-1"}
HOSTS: dict[str, dict[str, Any]] = {
    OPEN: {"login": "open"},
    BASIC: {"login": "basic", "users": USERS},
    PROXY: {
        "login": "token",
        "users": USERS,
        "refresh": ["good-refresh"],
        "tokens": ["good-token"],
        "private": ["tok/"],
        "faults": {
            "cut/": {"kind": "cut", "second": 0.001},
            "limit/": "limit",
            "broken/": {"kind": "unavailable", "second": 0.001},
            "html/": {"kind": "gateway", "second": 0.001},
            "deny/": {"kind": "deny", "second": 0.001},
        },
    },
}

HOST, OLD, NEW = "10.0.20348.2113", "10.0.17763.5329", "10.0.26100.1742"
COMMON = [{"content": "fc61", "compressed": 219}]
TWO = [{"content": "two-0", "compressed": 219}, {"content": "two-1", "compressed": 184}]


def image(name: str, os_version: str = HOST, day: int = 2, layers: Any = COMMON, **more: Any) -> dict[str, Any]:
    """An image as the recording's were made: its name is what it says that it was made by."""
    return {
        "os_version": os_version, "created": f"2024-01-{day:02d}T00:00:00Z", "created_by": name, "layers": layers,
        "config": {"Cmd": ["cmd.exe"]}, **more,
    }  # fmt: skip


def one_layer(content: str, compressed: int) -> list[dict[str, Any]]:
    return [{"content": content, "compressed": compressed}]


CHART = {
    "config": "application/vnd.cncf.helm.config.v1+json",
    "layers": "application/vnd.docker.image.rootfs.diff.tar.gzip",
}
LINUX = image("linux", "", os="linux")
LIST = [LINUX, image("app17763", OLD), image("app20348", day=4), image("app26100", NEW)]
APP2 = image(
    "app2", day=3, config={
        "Cmd": ["cmd.exe", "/c", "ver"], "Env": ["A=b"], "Labels": {"org.test": "two"}, "WorkingDir": "C:\\app",
    },
)  # fmt: skip
APP = {"latest": {"platforms": LIST}, "2": APP2, "1": image("app1")}
MULTI = [image(f"multi{revision}", f"10.0.20348.{revision}") for revision in (1000, 2113, 3000)]
IMAGES: dict[str, dict[str, Any]] = {
    **{f"{OPEN}/win/app:{tag}": one for tag, one in APP.items()},
    **{f"{BASIC}/win/app:{tag}": one for tag, one in APP.items()},
    f"{OPEN}/win/two:1": image("two", layers=TWO),
    f"{OPEN}/win/multi:latest": {"platforms": MULTI},
    f"{OPEN}/win/old:1": image("old17763", OLD),
    f"{OPEN}/win/oldlist:latest": {"platforms": [image("oldlist17763", OLD)]},
    f"{OPEN}/win/new:1": image("new26100", NEW),
    f"{OPEN}/win/newlist:latest": {"platforms": [image("newlist26100", NEW)]},
    f"{OPEN}/win/linux:1": LINUX,
    f"{OPEN}/win/linuxlist:latest": {"platforms": [image("linuxlist", "", os="linux")]},
    f"{OPEN}/win/noversion:1": image("noversion", ""),
    f"{OPEN}/win/oci:latest": {"platforms": [image("ociimg")], "oci": True},
    f"{OPEN}/win/chart:1": image("chart", oci=True, artifact=CHART),
    f"{OPEN}/win/corrupt:1": image("corrupt", layers=one_layer("d9eb", 250), broken="layer"),
    f"{OPEN}/win/wrongsum:1": image("wrongsum", layers=one_layer("11b1", 248), broken="layer"),
    f"{OPEN}/win/badconfig:1": image("badconfig", broken="config"),
    f"{OPEN}/win/lost:1": image("lost", layers=one_layer("4635", 219), broken="lost layer"),
    f"{OPEN}/app:1": image("rootapp"),
    f"{PROXY}/big/app:1": image("big", layers=one_layer("8212", 152000)),
    f"{PROXY}/tok/app:1": image("tok"),
    f"{PROXY}/cut/app:1": image("cut", layers=one_layer("7c92", 3001285)),
}


def registries() -> Registry:
    """They, as they were before the day."""
    return Registry(IMAGES, HOSTS)


def before(registry: Registry, row: Mapping[str, Any]) -> None:
    """What the recording did at a registry before a request, as the row's note says."""
    found = re.match(r"tag points to app(\d)", str(row.get("note", "")))
    if found:
        repository = registry.hosts[OPEN].repositories["win/app"]
        repository.tags[row["path"].rpartition("=")[2]] = repository.tags[found[1]]
