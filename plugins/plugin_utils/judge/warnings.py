# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What should be said about a set of containers on a host, though nothing forbids it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import Question
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import effective_mode
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import release, support_ended

Specs = Sequence[dict[str, Any]]


def warnings(host: dict[str, Any], specs: Specs) -> list[str]:
    """Sentences about licence, purpose and place, for the containers of a set that are to stay (absent ones do not
    count)."""
    staying = [spec for spec in specs if spec.get("state") != "absent"]
    return [text for rule in _RULES for text in rule(host, staying)]


def _licence(host: dict[str, Any], specs: Specs) -> list[str]:
    known = edition(host.get("edition"), host.get("product_type"))
    hyperv = _in_mode(host, specs, "hyperv")
    limit = known.hyperv_container_limit
    if limit is None or len(hyperv) <= limit:
        return []
    return [
        f"{len(hyperv)} containers with isolation hyperv ({', '.join(hyperv)}), but the licence of {known.edition} "
        f"allows {limit}: use Windows Server Datacenter, or isolation process where the image's build allows it."
    ]


def _domain_controller(host: dict[str, Any], specs: Specs) -> list[str]:
    if not specs or not host.get("domain_controller"):
        return []
    return ["The host is a domain controller: containers there are not recommended."]


def _client(host: dict[str, Any], specs: Specs) -> list[str]:
    process = _in_mode(host, specs, "process")
    if Question(host, "process").kind != "client" or not process:
        return []
    return [f"Process isolation on Windows 10 and 11 is for development and test only ({', '.join(process)})."]


def _administrator(host: dict[str, Any], specs: Specs) -> list[str]:
    names = _in_mode(
        host, [spec for spec in specs if str(spec.get("user") or "").lower() == "containeradministrator"], "process"
    )
    if not names:
        return []
    return [
        f"ContainerAdministrator under process isolation is no boundary for the host ({', '.join(names)}): use "
        "ContainerUser."
    ]


def _in_mode(host: dict[str, Any], specs: Specs, mode: str) -> list[str]:
    return sorted(
        str(spec["name"]) for spec in specs if effective_mode(host, spec.get("isolation") or "default") == mode
    )


def _out_of_support(host: dict[str, Any], specs: Specs) -> list[str]:
    build, kind = host.get("build"), Question(host, "process").kind
    ended = support_ended(build, kind, date.today().isoformat()) if build and kind and specs else None
    if ended is None:
        return []
    return [
        f"The host's {release(int(build or 0), str(kind)).name} got its last security update on {ended}: move "
        f"to a supported release."
    ]


_RULES: tuple[Callable[[dict[str, Any], Specs], list[str]], ...] = (
    _licence,
    _domain_controller,
    _client,
    _administrator,
    _out_of_support,
)
