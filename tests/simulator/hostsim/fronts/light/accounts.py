"""The looks `accounts` and `events`, and the steps `group` and `environment`."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import Failed, pick
from hostsim.fronts.light.file_steps import BAD_ARGUMENT
from hostsim.fronts.light.host import Host
from hostsim.machine.registry import ENVIRONMENT

OWN = ("builtin", "nt authority", ".")
NO_LOG = ("System.Exception", "0x80131500")
EVENT = ["TimeCreated", "Id", "Level", "Message"]


def _sid(host: Host, account: str) -> str | None:
    domain, _, name = account.rpartition("\\")
    own = not domain or domain.lower() in OWN
    for row in host.machine.cim("Win32_Account"):
        if row["Name"].lower() == name.lower() and (own or row["Domain"].lower() == domain.lower()):
            return str(row["SID"])
    return None


def accounts(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "sid": _sid(host, name)} for name in look["names"]]


def events(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    log, source = look.get("log") or "Application", look.get("source") or ""
    if "'" in source:
        raise Failed(*BAD_ARGUMENT, f"No source of events is called {source}.")
    if not host.machine.has_log(log):
        raise Failed(*NO_LOG, f'There is not an event log on the localhost computer that matches "{log}".')
    count = 20 if look.get("count") is None else int(look["count"])
    return [pick(record, EVENT) for record in host.machine.events(log, source, count)]


def group(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    if step.get("do") != "create":
        raise Failed(*BAD_ARGUMENT, f"To '{step.get('do')}' a group is not possible.")
    return {"made": host.machine.make_group(step["name"])}


def _same(one: str, other: str) -> bool:
    return one.strip().rstrip("\\").lower() == other.strip().rstrip("\\").lower()


def environment(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    name, value, do = step["name"], step["value"], step.get("do")
    if do not in ("add", "remove"):
        raise Failed(*BAD_ARGUMENT, f"To '{do}' an entry is not possible.")
    known = {key.lower(): (key, text) for key, text in (host.machine.registry(ENVIRONMENT) or {}).items()}
    spelled, before = known.get(name.lower(), (name, ""))
    entries = [entry for entry in before.split(";") if entry]
    others = [entry for entry in entries if not _same(entry, value)]
    if (len(others) < len(entries)) == (do == "add"):
        return {"changed": False}
    after = ";".join(part for part in (before.rstrip(";"), value) if part) if do == "add" else ";".join(others)
    host.machine.set_registry(ENVIRONMENT, {spelled: after})
    return {"changed": True}
