"""The verbs about Windows features: the look `features` and the step `feature`, through ServerManager or DISM."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import Failed, answer, chosen, pick
from hostsim.fronts.light.host import Host

Rows = list[dict[str, Any]]
BAD_ARGUMENT = ("System.ArgumentException", "0x80070057")


def server_manager_rows(host: Host, names: list[str]) -> Rows:
    if not names:
        return []
    rows = [pick(row, ["Name", "DisplayName", "Installed", "InstallState"]) for row in host.machine.windows_features()]
    return chosen(rows, "Name", names)


def dism_rows(host: Host, names: list[str]) -> Rows:
    if not names:
        return []
    rows = [pick(row, ["FeatureName", "State", "RestartRequired"]) for row in host.machine.optional_features()]
    return chosen(rows, "FeatureName", names)


def features(host: Host, look: dict[str, Any]) -> dict[str, Any]:
    return {
        "server_manager": answer(lambda: server_manager_rows(host, look.get("server_manager") or [])),
        "dism": answer(lambda: dism_rows(host, look.get("dism") or [])),
    }


def _server_manager(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    if step["action"] == "enable":
        result = host.machine.install_windows_feature(
            step["names"], management_tools=bool(step.get("management_tools")), source=step.get("source")
        )
    else:
        result = host.machine.uninstall_windows_feature(step["names"])
    return pick(result, ["Success", "RestartNeeded", "ExitCode"])


def _dism(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    restart = False
    for name in step["names"]:
        if step["action"] == "enable":
            result = host.machine.enable_optional_feature(name, all=True, source=step.get("source"))
        else:
            result = host.machine.disable_optional_feature(name)
        restart = restart or bool(result["RestartNeeded"])
    return {"RestartNeeded": restart}


PROVIDERS = {"server_manager": _server_manager, "dism": _dism}


def feature(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    provider, action = step.get("provider"), step.get("action")
    if provider not in PROVIDERS:
        raise Failed(*BAD_ARGUMENT, f"There is no provider '{provider}' of features.")
    if action not in ("enable", "disable"):
        raise Failed(*BAD_ARGUMENT, f"A feature cannot be '{action}'d.")
    return {"result": PROVIDERS[provider](host, step)}
