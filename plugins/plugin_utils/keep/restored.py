# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a kept set declare, with the secrets of the inventory and the images as they were? Pure.

Who may make volumes on a host may have written it. Nothing but what is ever kept is taken: other options have the
controller read files and run programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import same_reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import CONTROLLER, kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.declared import MASK
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.given import OPTIONS, VALUES, networks_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import Kept, Pinned

Env = Mapping[str, Mapping[str, Any]]  # by container: the values by their names


@dataclass
class Restored:
    """`options` are the module's; `taken` what came from the inventory, as `container web: env: NAME`; `problems` is
    what nobody has any more."""

    options: dict[str, Any]
    taken: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def restored(kept: Kept, declared: Declared, images: Mapping[str, ImageFacts], env: Env) -> Restored:
    """`declared` is what the inventory declares now, `images` what the host has of the kept references, `env` values
    that the inventory has no more."""
    made = Restored(dict(declared.given))
    made.options.update(dict.fromkeys(("isolation", "project_dir")))
    made.options.update(allow_piercing=[], networks={}, volumes={}, archives={})
    made.options.update(prune=False, prune_volumes=False, prune_images=False, prune_images_until=None)
    made.options.update(pull="missing")
    now = Masker.of([dict(declared.given), *declared.from_files])
    for name, value in kept.options.items():
        if name != "containers" and name in OPTIONS:
            made.options[name] = _option(made, "", name, value, declared.given.get(name), now)
    made.options["archives"] = _archives(made, declared.given.get("archives") or {}, images)
    if isinstance(made.options["networks"], Mapping):
        made.options["networks"] = networks_of(made.options["networks"], declared.given.get("networks") or {})
    values = {str(spec["service"] or spec["name"]): dict(spec["env"] or {}) for spec in declared.specs}
    given = {str(one["name"]): one for one in declared.given["containers"]}
    made.options["containers"] = []
    for told in kept.options["containers"]:
        name = str(told["name"])
        mine = given.get(name, {})
        one = {
            key: _option(made, f"container {name}: ", key, value, mine.get(key), now)
            for key, value in told.items()
            if key not in VALUES
        }
        if told.get("env"):
            one["env"] = _env(made, name, told["env"], {**values.get(name, {}), **env.get(name, {})})
        if one.get("image"):
            one["image"] = _image(made, name, str(one["image"]), kept, images)
        made.options["containers"].append(one)
    return made


def _archives(made: Restored, now: Mapping[str, Any], images: Mapping[str, ImageFacts]) -> dict[str, Any]:
    """Those of the host, and of the controller's files those that the inventory names now: another one would be sent to
    the host because the host says so."""
    kept, there = made.options["archives"], {name for name, facts in images.items() if facts.id is not None}
    found = {}
    for image, place in kept.items() if isinstance(kept, Mapping) else ():
        if kind_of(str(place)) != CONTROLLER or place in now.values():
            found[image] = place
        elif not any(same_reference(name, str(image)) for name in there):
            made.problems.append(
                f"archives.{image}: the image is not on the host any more, and the inventory does not name the archive "
                f"{place} now, without which no file of the controller is sent; bring the image back (docker load) and "
                "run this again"
            )
    return found


def _option(made: Restored, whose: str, name: str, kept: Any, now: Any, masker: Masker) -> Any:
    """What is kept; where it held a secret, what the inventory has there, if that is the same but for its secrets."""
    if not _has_mask(kept):
        return kept
    masked = masker.data({name: now})[name] if now is not None else None
    if masked == kept:
        made.taken.append(f"{whose}{name}")
        return now
    there = "declares nothing there" if now is None else "declares something else there"
    made.problems.append(
        f"{whose}{name}: holds a secret, which is not kept on the host, and the inventory {there} now; declare it as "
        "the set before had it, and run this again"
    )
    return None


def _has_mask(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_has_mask(item) for pair in value.items() for item in pair)
    if isinstance(value, list):
        return any(map(_has_mask, value))
    return isinstance(value, str) and MASK in value


def _env(made: Restored, container: str, names: Sequence[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The names are kept, and their values are the inventory's."""
    there = {name.lower(): value for name, value in values.items()}
    lacking = [str(name) for name in names if str(name).lower() not in there]
    if lacking:
        made.problems.append(
            f"container {container}: the inventory has no value any more for {', '.join(lacking)} of env, and no value "
            f"is kept on the host; declare it for {container}, or give it in env (deploy_rollback_env)"
        )
    found = {str(name): there[str(name).lower()] for name in names if str(name).lower() in there}
    made.taken += [f"container {container}: env: {name}" for name in found]
    return found


def _image(made: Restored, container: str, name: str, kept: Kept, images: Mapping[str, ImageFacts]) -> str:
    """Its name where that is still the same image here, else the one that no registry moves."""
    pinned = kept.images.get(name, Pinned(None))
    here = images.get(name, ImageFacts(name)).id
    if pinned.id is None or here == pinned.id or (here is None and name in kept.options.get("archives", {})):
        return name
    if pinned.name is not None:
        return pinned.name
    what = "is not on the host any more" if here is None else "is another one on the host now"
    made.problems.append(
        f"container {container}: image: {name} {what}, and the one that ran ({pinned.id[:19]}) came from no registry "
        "that could give it again; bring it back under this name (docker load) and run this again"
    )
    return name
