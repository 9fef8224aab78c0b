# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is what the playbook says well-formed? Asked on the controller, before anything is sent."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import told
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import secret_key

Problem = tuple[str, str]  # the option, and what is wrong with it


class Refused(Exception):
    """The arguments are not acceptable, or the plan is not. `problems` has one line for each; `result` is returned
    beside them."""

    heading = "Refused, and nothing was changed"
    heading_after = "Refused; what had been done before stands"

    def __init__(self, problems: Iterable[str], result: Mapping[str, Any] | None = None) -> None:
        self.problems = list(problems)
        self.result = dict(result or {})
        super().__init__("\n".join(self.problems))


def checked(
    spec: Mapping[str, Any], given: Mapping[str, Any], listed: bool = True, inside: str = ""
) -> tuple[dict[str, Any], list[Problem]]:
    """The arguments, types converted and defaults filled in, and what is wrong with them. Where `listed` is false, the
    caller tells the list of options, once (OPTIONS_ARE). `inside` is the option that they stand in.

    Ansible's validator says yes or no; which option it means, and what is allowed there, is said here. Values of
    options with `no_log` are never shown. Suboptions are checked in their turn.
    """
    problems = [(name, _unknown(name, given[name], spec, listed, inside)) for name in sorted(set(given) - set(spec))]
    endless = {name for name, value in given.items() if isinstance(value, float) and not math.isfinite(value)}
    problems += [(name, f"{given[name]} is not a number that can be used") for name in sorted(endless & set(spec))]
    # YAML's null is an option's default.
    known = {name: value for name, value in given.items() if name in spec and name not in endless and value is not None}
    outer = {name: {key: value for key, value in row.items() if key != "options"} for name, row in spec.items()}
    outcome = ArgumentSpecValidator(outer).validate(known)
    options = dict(outcome.validated_parameters)
    if outcome.error_messages:
        problems += [problem for name in spec if name not in endless for problem in _wrong(name, outer[name], known)]
    failed = {name for name, _text in problems}
    for name, row in spec.items():
        if "options" in row and options.get(name) is not None and name not in failed:
            options[name], nested = _nested(name, row["options"], options[name])
            problems += nested
    return options, problems


def lines(problems: Iterable[Problem]) -> list[str]:
    return [f"{CALLED.get(name, name)}: {text}" for name, text in problems]


# An option whose name alone would hide the first word of what is said of it (knowledge/secret_forms.py)
CALLED = {"secrets": "secrets of env"}


def shown(value: Any, allowed: str, secret: bool) -> str:
    """`'x' is not allowed; ALLOWED`, without the value where it is a secret."""
    return f"its value is not allowed; {allowed}" if secret else f"{value!r} is not allowed; {allowed}"


def brief(name: str, value: Any) -> str:
    """The value of a word that nobody checked, where it is short and no secret; a part of it might be half a secret."""
    text = repr(value)
    return "its value" if secret_key(name) or len(text) > LONGEST_TOLD else text


LONGEST_TOLD = 60
NO_OPTION = "is not an option"
OPTIONS_ARE = "the options are {}"


def _unknown(name: str, value: Any, spec: Mapping[str, Any], listed: bool, inside: str) -> str:
    """What is meant: a word of compose or docker_container, else one that is spelt alike."""
    hint = told(name, value, inside)
    if hint is None:
        near = difflib.get_close_matches(name, spec, 1)
        hint = f"{near[0]} is meant?" if near else OPTIONS_ARE.format(", ".join(sorted(spec))) if listed else ""
    hidden = secret_key(name) or not isinstance(value, (str, int, float)) or len(str(value)) > LONGEST_TOLD
    shown_value = "" if hidden else f" (its value: {value!r})"
    return f"{NO_OPTION}{shown_value}{'; ' if hint else ''}{hint}"


def _wrong(name: str, row: Mapping[str, Any], given: Mapping[str, Any]) -> Iterable[Problem]:
    """Asks the validator about one option alone, so that the answer is about it."""
    if given.get(name) is None:
        if row.get("required"):
            yield name, "is missing; it is required"
        return
    if ArgumentSpecValidator({name: dict(row)}).validate({name: given[name]}).error_messages:
        if "dict" in (row.get("type"), row.get("elements")):
            # Whatever was meant to be containers or their options: nobody knows which part of it is secret.
            yield name, f"{_culprit(given[name])} is not allowed; {_allowed(row)}"
        else:
            yield name, shown(given[name], _allowed(row), bool(row.get("no_log")))


def _culprit(value: Any) -> str:
    """`a text`, or `number 2, which is null,`: what is wrong with a value that was to be a dictionary, or a list of
    them."""
    items = enumerate(value if isinstance(value, list) else (), 1)
    wrong = next(((place, item) for place, item in items if not isinstance(item, Mapping)), None)
    return _kind(value) if wrong is None else f"number {wrong[0]}, which is {_kind(wrong[1])},"


def _kind(value: Any) -> str:
    """What a value is that cannot be shown."""
    kinds = {
        type(None): "null",
        str: "a text",
        bool: "a truth value",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a dictionary",
    }
    return kinds.get(type(value), "its value")


def _allowed(row: Mapping[str, Any]) -> str:
    if "choices" in row:
        return f"allowed are {', '.join(map(str, row['choices']))}"
    each = f" of {row['elements']}" if "elements" in row else ""
    return f"allowed is a value of type {row.get('type', 'str')}{each}"


def _nested(name: str, spec: Mapping[str, Any], items: Any) -> tuple[Any, list[Problem]]:
    """A dictionary of options, or a list of such."""
    if not isinstance(items, list):
        options, wrong = checked(spec, items, inside=name)
        return options, [(f"{name}.{option}", text) for option, text in wrong]
    pairs = [checked(spec, item, inside=name) for item in items]
    problems = [
        (name, f"number {number}{_entry(item, spec)}, {option}: {text}")
        for number, ((_options, wrong), item) in enumerate(zip(pairs, items, strict=True), 1)
        for option, text in wrong
    ]
    return [options for options, _wrong in pairs], problems


def _entry(item: Mapping[str, Any], spec: Mapping[str, Any]) -> str:
    """` (type bind, source C:\\data)`: which one of a list is meant, by what is short of it."""
    told = [
        f"{name} {item[name]}"
        for name, row in spec.items()
        if isinstance(item.get(name), (str, int, float)) and not row.get("no_log")
    ]
    return f" ({', '.join(told)})" if told else ""
