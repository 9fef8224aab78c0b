# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a set declare whose source are compose files? Theirs, with what its own options say put over it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.loaded import Asked, Model, load
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import called
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.service import ROWS
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.translated import Translated, translated
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

ARGUMENTS: dict[str, Any] = {
    "compose_files": {"type": "list", "elements": "str", "default": []},
    "compose_profiles": {"type": "list", "elements": "str", "default": []},
    "compose_env_file": {"type": "list", "elements": "str", "default": []},
    "compose_env": {"type": "dict", "default": {}, "no_log": True},
    "compose_root": {"type": "path"},
    "compose_program": {"type": "path"},
}
# Our option, and the key of a service that says it
_KEYS = {option: key for key, option, _read in reversed(ROWS) if option is not None}
_KIND = re.compile(r"(network|volume) ([^\s:]+): ")
_OPTION = re.compile(r"container ([^\s:]+): (\w+)")


@dataclass(frozen=True)
class Source:
    """`options` of a set with what is in its compose files; `told` is returned of them, `left_out` (container, text) is
    warned of, with "" for the whole set, and `secret` is for the masker."""

    options: Mapping[str, Any]
    told: Mapping[str, Any] | None = None
    left_out: Sequence[tuple[str, str]] = ()
    secret: Sequence[Mapping[str, Any]] = ()
    label: Callable[[str], str] = str


def sourced(options: Mapping[str, Any], found: Callable[[str], str]) -> Source:
    """`found` finds a file of the controller. Raises Refused."""
    if not options.get("compose_files"):
        wrong = [name for name in ARGUMENTS if options.get(name)]
        if wrong:
            raise Refused([f"{name}: goes with compose_files, which is not given" for name in wrong])
        if options["containers"] is None:
            raise Refused(["containers: is missing; it is required, or compose_files in its place"])
        return Source(options)
    model = load(asked(options, found))
    made = translated(model, options["pull"])
    if made.problems:
        raise Refused(made.problems)
    own = options["containers"] or []
    if not made.containers and not own:
        names = ", ".join(sorted(model.scan.profiles())) or "none"
        raise Refused(
            [f"compose_files: no service comes out of them; compose_profiles enables those of a profile ({names})"]
        )
    merged = {
        **options,
        **{name: row.get("default") for name, row in ARGUMENTS.items()},  # they have said what they had to say
        "containers": over(made.containers, own),
        "networks": _over(made.networks, options["networks"]),
        "volumes": _over(made.volumes, options["volumes"]),
    }
    given = {str(one.get("name")): _given(one) for one in own if isinstance(one, Mapping)}
    told = {
        "files": list(dict.fromkeys(model.scan.files)),
        "isolation_of_the_set": [name for name in made.without_isolation if not given.get(name, {}).get("isolation")],
        "left_out": [f"container {name}: {text}" for name, text in made.left_out],
    }
    return Source(
        merged,
        told,
        [*made.left_out, *(("", text) for text in model.warnings)],
        [{"env": model.env}, {"containers": merged["containers"]}],
        lambda text: model.mask(_labelled(text, model, made, given)),
    )


def asked(options: Mapping[str, Any], found: Callable[[str], str]) -> Asked:
    """With each file where it lies. Raises Refused."""
    places: dict[str, list[str]] = {}
    problems: list[str] = []
    for name in ("compose_files", "compose_env_file"):
        for path in options[name]:
            try:
                places.setdefault(name, []).append(str(Path(found(path)).absolute()))
            except Refused as refused:
                problems += [f"{name}: {text}" for text in refused.problems]
    root = options["compose_root"]
    if root is not None and not Path(root).is_dir():
        problems.append(f"compose_root: {root!r} is not allowed; it is no folder of the controller")
    if problems:
        raise Refused(problems)
    return Asked(
        project=options["project"],
        files=places["compose_files"],
        profiles=options["compose_profiles"],
        env_files=places.get("compose_env_file", []),
        env=options["compose_env"],
        root=None if root is None else str(Path(root).absolute()),
        program=options["compose_program"],
    )


def over(containers: Sequence[Mapping[str, Any]], own: Iterable[Any]) -> list[Any]:
    """The containers of the files, each with the options of the set's container of its name put over its own, and then
    those of other names."""
    named = {str(one["name"]): one for one in own if isinstance(one, Mapping) and one.get("name")}
    theirs = {str(one["name"]) for one in containers}
    others = [one for one in own if not (isinstance(one, Mapping) and str(one.get("name")) in theirs)]
    return [*({**one, **_given(named.get(str(one["name"]), {}))} for one in containers), *others]


def _given(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if value is not None}


def _over(theirs: Mapping[str, Any], own: Any) -> Any:
    if not isinstance(own, Mapping):
        return own
    return {
        **theirs,
        **{
            name: {**theirs.get(name, {}), **value} if isinstance(value, Mapping) else theirs.get(name, value)
            for name, value in own.items()
        },
    }


def _labelled(text: str, model: Model, made: Translated, own: Mapping[str, Mapping[str, Any]]) -> str:
    """What is said of a container, a network or a volume, with the file, the service and the key that it came from;
    what the set's `own` containers say came from none."""
    if (kind := _KIND.match(text)) and kind[2] in getattr(made, f"{kind[1]}s"):
        return f"{model.scan.beside(f'{kind[1]}s', kind[2])}: {text}"
    match = _OPTION.match(text)
    if match is None:
        return text
    name = match[1] if match[1] in made.services else re.sub(r"-\d+$", "", match[1])
    if name not in made.services or match[2] in own.get(name, {}):
        return text
    service, keys = made.services[name]
    key = keys.get(match[2], _KEYS.get(match[2], match[2]))
    file = model.scan.where(service, key.partition(".")[0])
    return f"{file}: service {service}: {called(key)}{text[match.end() :]}"


def read(options: Mapping[str, Any], found: Callable[[str], str]) -> dict[str, Any]:
    """What the files come to, as the lookup gives it. Raises Refused."""
    model = load(asked(options, found))
    made = translated(model)
    if made.problems:
        raise Refused(made.problems)
    return {
        "project": options["project"],
        "containers": list(made.containers),
        "networks": dict(made.networks),
        "volumes": dict(made.volumes),
        "without_isolation": list(made.without_isolation),
        "warnings": [*(f"container {name}: {text}" for name, text in made.left_out), *model.warnings],
    }
