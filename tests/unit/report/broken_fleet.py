"""A fleet on which something went wrong by hand: one container was deleted, one stopped, one restarts, one runs in the
other mode; the last host is as it should be."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import newest_for
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.collect import member
from sample_fleet import sample_fleet

WEB = {"name": "web", "image": "mcr.microsoft.com/windows/servercore:ltsc2022", "isolation": "process"}
API = {"name": "api", "image": "registry.example.com/shop/api:4.2", "isolation": "hyperv"}
# host -> what stands of the container web there: (state, effective mode, actions)
WENT_WRONG: dict[str, tuple[str, str | None, list[str]]] = {
    "srv-gone": ("absent", None, ["create"]),
    "srv-halted": ("exited", "process", ["start"]),
    "srv-loop": ("restarting", "process", []),
    "srv-mode": ("running", "hyperv", ["recreate"]),
    "srv-fine": ("running", "process", []),
}


def broken_fleet() -> list[dict[str, Any]]:
    """The members, with two projects on each host."""
    host = next(one["host"] for one in sample_fleet(40) if (one.get("host") or {}).get("build") == 20348)
    engine = {**host["engine"], "state": "running", "version": str(newest_for(20348, 3))}
    host = {**host, "reboot_pending": False, "reboot_reasons": [], "engine": engine}
    return [_member(name, host, *went) for name, went in WENT_WRONG.items()]


def _member(name: str, host: dict[str, Any], state: str, effective: str | None, actions: list[str]) -> dict[str, Any]:
    rows = [(WEB, state, effective, actions), (API, "running", "hyperv", [])]
    judged = [
        {
            "containers": [
                {
                    "name": spec["name"],
                    "state": stands,
                    "exit_code": 5 if stands in ("exited", "restarting") else None,
                    "restarts": 6 if stands == "restarting" else 0,
                    "isolation": {"declared": spec["isolation"], "effective": mode, "engine_default": "process"},
                    "actions": does,
                    "why": [f"{spec['name']} differs" for _action in does],
                    "differs": ["isolation"] if does == ["recreate"] else [],
                    "warnings": [],
                }
            ],
            "verdicts": [{"container": spec["name"], "image": spec["image"], "mode": mode, "verdict": "yes"}],
        }
        for spec, stands, mode, does in rows
    ]
    proof = [
        {"name": spec["name"], "running": True, "claimed": mode, "verdict": "proven", "evidence": ["seen on the host"]}
        for spec, stands, mode, _does in rows
        if stands == "running"
    ]
    sets = [{"project": "shop", "containers": [WEB]}, {"project": "tools", "containers": [API]}]
    return member({"name": name, "host": host, "sets": sets, "judged": judged, "proof": proof})
