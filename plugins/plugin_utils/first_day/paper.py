# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a host's answers goes into the file that somebody attaches to a report, and into the lines on the screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.questions import (
    CALL,
    LOOKS,
    PROCESSES,
    SHOWN_BODIES,
    Ask,
    Part,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker

Row = dict[str, Any]

MOST_CHARACTERS = 1_000_000
# (characters of a text, elements of a list): the first pair with which the file is small enough.
_LIMITS = ((4_000, 200), (1_500, 60), (500, 20), (100, 5))
# What stands under these keys of the engine's and of Windows' answers is the owner's business; nothing rests on it.
_NOT_SHOWN = {
    "Labels",
    "HttpProxy",
    "HttpsProxy",
    "NoProxy",
    "RegistryConfig",
    "Swarm",
    "ID",
    "PendingFileRenameOperations",
}
_NOT_SHOWN_IN_LINES = re.compile(r"[^\x20-\x7e\xa0-\u1fff\u2010-\u2027\u2030-\ufeff]+")
_DEEPEST = 16
_FROM_THE_HOST = ("seconds", "answer")
# Where looks tell the host's name, in case that the probe `names` did not.
_NAMES = {
    "operating_system": ("CSName",),
    "computer": ("Name",),
    "name_ActiveComputerName": ("ComputerName",),
    "name_ComputerName": ("ComputerName",),
    "engine: /info": ("Name",),
}
# Names that every Windows has; to take them out would only make texts unreadable.
_COMMON = {"administrator", "system", "workgroup", "localhost", "127.0.0.1"}


def rows_of(part: Part, answer: Mapping[str, Any]) -> list[Row]:
    """The rows `{label, seconds, answer}` out of what a program said (docs/verbs.md, "Shapes"); ValueError where it
    said something else than an answer to each ask."""
    found = answer.get("looks" if part.program == CALL else "probes")
    if not isinstance(found, list) or len(found) != len(part.asks):
        raise ValueError(f"not one answer to each of {len(part.asks)} questions")
    if part.program == CALL:
        # Their values are those of the parts `look ...`.
        return [{"label": label, "answer": _outcome(item)} for label, item in zip(part.asks, found, strict=True)]
    return [_row(part, label, ask, row) for (label, ask), row in zip(part.asks.items(), found, strict=True)]


def _row(part: Part, label: str, ask: Ask, row: Any) -> Row:
    if not isinstance(row, Mapping) or not isinstance(row.get("answer"), Mapping):
        raise ValueError(f"no answer to {label}")
    answer = dict(row["answer"])
    if part.program == LOOKS and ask["verb"] == "look" and answer.get("ok"):
        answer = answer["value"] if isinstance(answer.get("value"), Mapping) else {"ok": False, "error": {}}
        answer = _shown_look(ask["look"], dict(answer))
    if ask["verb"] == "text" and isinstance(answer.get("value"), str):
        text = answer["value"]
        whole = text == "xxxxxxxxx<" * (ask["characters"] // 10)
        answer["value"] = {"characters": len(text), "came_through": whole}
    if ask["verb"] == "json_forms" and isinstance(answer.get("value"), Mapping):
        answer["value"] = {name: _json_form(form) for name, form in answer["value"].items()}
    return {"label": label, "seconds": row.get("seconds"), "answer": answer}


def _json_form(form: Any) -> Any:
    """A form with whether its text came over the wire as it was written there."""
    if not isinstance(form, Mapping) or "units" not in form:
        return form
    try:
        written = bytes.fromhex(str(form["units"])).decode("utf-16-be", "surrogatepass")
    except ValueError:
        return form
    return {**form, "came_through": written == form.get("json")}


def _outcome(answer: Any) -> Any:
    if not isinstance(answer, Mapping):
        return {"ok": False, "error": {"text": "no answer"}}
    return {key: answer[key] for key in ("ok", "error") if key in answer}


def _shown_look(look: Ask, answer: Row) -> Row:
    """The answer of a look, without the bodies that hold environments and without what else runs on the host."""
    value = answer.get("value")
    if look["verb"] == "processes" and isinstance(value, list):
        wanted = {name.lower() for name in PROCESSES}
        kept = [row for row in value if isinstance(row, Mapping) and str(row.get("Name")).lower() in wanted]
        answer["value"] = {"count": len(value), "shown": kept}
    if look["verb"] == "engine" and isinstance(value, list):
        paths = [str(request["path"]) for request in look["requests"]]
        answer["value"] = [_shown_entry(path, entry) for path, entry in zip(paths, value, strict=False)]
    return answer


def _shown_entry(path: str, entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    if "each" in entry:
        rows = entry["each"] if isinstance(entry["each"], list) else []
        return {"each": [{**_shown_entry("", row), "for": "(not shown)"} for row in rows if isinstance(row, Mapping)]}
    body = str(entry.get("body") or "")
    if path not in SHOWN_BODIES:
        return {**entry, "body": f"({len(body)} characters, not shown)"}
    try:
        return {**entry, "body": json.loads(body)}
    except (ValueError, RecursionError):
        return {**entry, "body": body}


def names_in(parts: Iterable[Mapping[str, Any]], known: Iterable[str] = ()) -> list[str]:
    """By what names host, domain and user go: those that are known, and those that the host told; longest first."""
    found = set(known)
    for part in parts:
        for row in part.get("rows") or []:
            value = row["answer"].get("value") if isinstance(row["answer"], Mapping) else None
            if part["name"] == "versions" and row["label"] == "names" and isinstance(value, list):
                found |= {str(name)[:255] for name in value[:20]}
            found |= {name[:255] for key in _NAMES.get(row["label"], ()) for name in _texts_under(key, value)}
    # Of DOMAIN\\user and user@domain both; of srv01.example.com the parts as well, but not those of an address.
    found = {word for name in found for word in re.split(r"[\\@]", name)}
    dotted = [name for name in found if "." in name and re.search(r"[A-Za-z]", name)]
    found |= {word for name in dotted for word in name.split(".", 1)}
    return sorted((n for n in found if len(n) > 1 and n.lower() not in _COMMON), key=lambda n: (-len(n), n))


def _texts_under(key: str, value: Any) -> Iterator[str]:
    """The texts under a key, in the first levels of an answer."""
    if isinstance(value, list):
        for item in value[:20]:
            yield from _texts_under(key, item)
    elif isinstance(value, Mapping):
        if isinstance(value.get(key), str):
            yield value[key]
        for part in ("values", "body"):
            yield from _texts_under(key, value.get(part))


def without_names(data: Any, names: Iterable[str]) -> Any:
    """A copy in which each name, where it stands in a text as a word, in whatever case, is `name1`, `name2` ..."""
    rules = [
        (re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), f"name{number}")
        for number, name in enumerate(names, 1)
    ]

    def copy(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: copy(item) for key, item in value.items()}
        if isinstance(value, list):
            return [copy(item) for item in value]
        if isinstance(value, str):
            for rule, replacement in rules:
                value = rule.sub(replacement, value)
        return value

    return copy(data)


def masked_part(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part as it may be kept: secrets masked, and without what nothing rests on and what is too much."""
    reader = _Reader()
    found: dict[str, Any] = {key: value if key == "rows" else reader.copy(value) for key, value in part.items()}
    if "rows" in part:
        found["rows"] = [{**row, **{key: reader.copy(row.get(key)) for key in _FROM_THE_HOST}} for row in part["rows"]]
    whole: dict[str, Any] = Masker().data(found)
    return whole


def as_text(document: Mapping[str, Any]) -> str:
    """The file's text, of a document with masked parts: JSON of at most MOST_CHARACTERS."""
    for text, items in _LIMITS:
        written = json.dumps(_with_answers(document, partial(_bounded, text=text, items=items)), indent=1)
        if len(written) < MOST_CHARACTERS:
            return written + "\n"
    return json.dumps(_with_answers(document, _only_whether), indent=1) + "\n"


def _only_whether(answer: Any) -> Any:
    return {"ok": bool(answer.get("ok")), "left out": "too large"} if isinstance(answer, Mapping) else "too large"


def _with_answers(document: Mapping[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    """A copy whose rows went through `change`, except for their labels; how many rows there are is ours to say."""
    parts = []
    for part in document["parts"]:
        copy = {key: _bounded(value, 2_000, 20) for key, value in part.items() if key != "rows"}
        if "rows" in part:
            copy["rows"] = [
                {key: value if key == "label" else change(value) for key, value in row.items()} for row in part["rows"]
            ]
        parts.append(copy)
    return {**document, "parts": parts}


class _Reader:
    """Copies answers without what nothing rests on, and no more of them than can be masked in a moment."""

    def __init__(self) -> None:
        self.left = MOST_CHARACTERS // 5

    def copy(self, data: Any, depth: int = 0) -> Any:
        self.left -= 10
        if self.left < 0 or (depth > _DEEPEST and isinstance(data, (Mapping, list))):
            return "(left out)"
        if isinstance(data, Mapping):
            pairs = list(data.items())[: 2 * _LIMITS[0][1]]
            return {
                str(key)[:200]: "(not shown)" if key in _NOT_SHOWN and value else self.copy(value, depth + 1)
                for key, value in pairs
            }
        if isinstance(data, list):
            return [self.copy(item, depth + 1) for item in data[: _LIMITS[0][1]]]
        if isinstance(data, str):
            return self.text(data)
        return data

    def text(self, text: str) -> str:
        """Cut between two words, so that no half of a secret stands where the masker does not know it."""
        most = _LIMITS[0][0]
        kept = text if len(text) <= most else text[:most].rpartition(" ")[0]
        self.left -= len(kept)
        return kept if len(kept) == len(text) else f"{kept} ({len(text) - len(kept)} more characters)"


def _bounded(data: Any, text: int, items: int) -> Any:
    if isinstance(data, Mapping):
        kept = {str(key)[:text]: _bounded(data[key], text, items) for key in list(data)[: 2 * items]}
        return kept if len(data) <= 2 * items else {**kept, "(left out)": len(data) - 2 * items}
    if isinstance(data, list):
        cut = [_bounded(item, text, items) for item in data[:items]]
        return cut if len(data) <= items else [*cut, f"({len(data) - items} more)"]
    if isinstance(data, str) and len(data) > text:
        return f"{data[:text]} ({len(data) - text} more characters)"
    return data


def lines(document: Mapping[str, Any]) -> list[str]:
    """What the screen shows of a document with masked parts: for each its seconds, and a line for each row."""
    said = []
    for part in document["parts"]:
        said.append(f"{part['name']}: {part['seconds']:.2f} s for the call" + _error(part.get("error")))
        for row in part.get("rows") or []:
            seconds, answer = row.get("seconds"), row["answer"] if isinstance(row["answer"], Mapping) else {}
            times = ", ".join(f"{each} s" for each in seconds[:5]) + ": " if isinstance(seconds, list) else ""
            outcome = (
                "answered" + _told(answer.get("value")) if answer.get("ok") else "failed" + _error(answer.get("error"))
            )
            said.append(f"  {row['label']}: {times}{outcome}")
    return [_NOT_SHOWN_IN_LINES.sub(" ", line)[:300] for line in said]


def _told(value: Any) -> str:
    """The error that an answer itself holds: what its probe was made to find."""
    chain = _chain(value)
    return _error(chain[-1]) if chain else ""


def _chain(value: Any) -> list[Any]:
    """The first chain of exceptions in it; of a path, that of Get-Item."""
    if not isinstance(value, Mapping):
        return []
    if isinstance(value.get("chain"), list):
        return list(value["chain"])
    return next((chain for key in ("error", "item") if (chain := _chain(value.get(key)))), [])


def _error(error: Any) -> str:
    if not isinstance(error, Mapping):
        return ""
    return ": " + " ".join(str(error[key]) for key in ("type", "code", "text") if error.get(key))
