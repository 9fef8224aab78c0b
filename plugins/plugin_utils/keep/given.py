# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a declared set may be kept on a host? All that says what its containers are made of, without a secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker

# The others say how a run goes about it, or who may ask a registry: they are the inventory's at any time.
OPTIONS = ("isolation", "project_dir", "allow_piercing", "containers", "networks", "volumes", "archives")
ANEW = "recreate"  # of a network
VALUES = ("env", "env_file", "secrets")  # of a container: nobody may know a value, whatever its name is


def kept_options(declared: Declared) -> dict[str, Any]:
    """The options of a set as they are kept: plain data, of `env` the names alone, and MASK in the place of each other
    secret."""
    given = {name: declared.given[name] for name in OPTIONS if declared.given.get(name) not in (None, [], {})}
    given["containers"] = [_container(one) for one in declared.given["containers"]]
    if "networks" in given:
        given["networks"] = networks_of(given["networks"], {})
    told: dict[str, Any] = Masker.of([dict(declared.given), *declared.from_files]).data(given)
    names = env_names(declared)
    for one in told["containers"]:
        if own := names.get(str(one.get("name"))):
            one["env"] = own
    return told


def networks_of(networks: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Whether a network that differs may be made anew says the inventory of `now`, and not what is kept."""
    mine = {name: one[ANEW] for name, one in now.items() if isinstance(one, Mapping) and ANEW in one}
    return {
        name: {
            **{key: value for key, value in one.items() if key != ANEW},
            **({ANEW: mine[name]} if name in mine else {}),
        }
        if isinstance(one, Mapping)
        else one
        for name, one in networks.items()
    }


def env_names(declared: Declared) -> dict[str, list[str]]:
    """Of each container, by the name that is declared, the names of its environment, those of its files among them."""
    return {str(spec["service"] or spec["name"]): sorted(spec["env"] or {}) for spec in declared.specs}


def _container(given: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in given.items() if value is not None and name not in VALUES}
    return {**made, "state": "started"} if made.get("state") == "restarted" else made  # that was for one run
