"""Is what an engine answers what was recorded? Leaf by leaf; placeholders of the recording stand for what they are
called after, once and for all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .creation import in_windows_words

_DATE = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
_KINDS = {
    "id": r"[0-9a-f]{64}",
    "id12": r"[0-9a-f]{12}",
    "guid": r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-f]{64}",
    "date": _DATE,
    "unix": r"-?\d+(?:\.\d+)?",
    "unixnano": r"\d+",
}
_PLACEHOLDER = re.compile(r"<(id|id12|guid|date|unix|unixnano)(?::([^>]*))?>")

#: Places (dotted; `[]` is any element of a list), and what was recorded there that is not the engine's own, with whose
#: it is. Of which type it is, and whether it is empty, is compared all the same.
FREE: tuple[tuple[str, str, str], ...] = (
    (r"(.*\.)?Pid", r"[1-9]\d*", "Windows chooses it"),
    (r"(storage_stats|memory_stats|(pre)?cpu_stats\.cpu_usage)\..*", r".*", "the stand-in for HCS counted them"),
    (r"networks", r".*", "of stats: the stand-in for HCS counted, and HNS names them"),
    (r"Processes", r".*", "HCS lists them"),
    (r".*\.(IPAddress|Gateway)|.*IPAM\.Config\[\]\.(Subnet|Gateway)", r"172\.(2\d|3[01])\..*", "HNS chose it"),
    (r".*\.IPPrefixLen", r"16", "HNS chose the subnet"),
    (r"Containers\.[^.]+\.IPv4Address", r"172\.(2\d|3[01])\..*", "HNS chose it"),
    (r".*\.MacAddress", r"00:15:5d:00:00:..", "HNS chose it"),
)
#: Places that are not compared at all: what the recorded daemon was built from, started with, and ran on
OTHER: tuple[tuple[str, str], ...] = (
    (r"info\.NGoroutines", "how much it does at the moment"),
    (r"info\.(MemTotal|Name)", "the recorded host"),
    (r"info\.KernelVersion|version\..*KernelVersion", "Wine has none, and where it is empty 28 leaves it out"),
    (r"info\.Debug", "it was started with --debug"),
    (r"info\.Warnings", "it listened on TCP without TLS"),
    (r"version\.Platform\.Name|version\.(.*\.)?(GoVersion|GitCommit|BuildTime|Module|ModuleVersion)", "its build"),
)
#: Members that may be there beside the recorded ones
MORE: dict[str, str] = {r"(.*\.)?Ports\[\]\.PublicPort": "HNS chooses those that are not declared; the stand-in none"}
#: Where such a port stands (29.7.2 tells its neighbour's there), and the first that Windows chooses
CHOSEN = re.compile(r"(.*\.)?Ports(\[\]\.PublicPort|\.[^.]+\[\]\.HostPort)")
FIRST_CHOSEN = 49152
#: What an ended system's exit code is, is HCS's: the stand-in had one for all
ENDED, ENDED_AT_ONCE = 3221225786, 1067
#: How long something took, in words
_LASTED = re.compile(
    r"(?<=Up )(Less than a second|1 second|\d+ seconds|About a minute)|"
    r"(Less than a second|1 second|\d+ seconds|About a minute)(?= ago)"
)
#: Lists in an order that the recording's README says changes from call to call
UNORDERED: tuple[str, ...] = (
    r"(.*\.)?Mounts",
    r"(.*\.)?Ports",
    r"ContainersDeleted|VolumesDeleted|NetworksDeleted|ImagesDeleted\.layers",
    r"network_list|Volumes|df\.Volumes|df\.VolumeUsage\.Items",
)
#: Lists in which those of an equal member come in any order: the engine sorts by it, and not stably
SORTED_BY: dict[str, str] = {"images": "Created", "df.Images": "Created", "df.ImageUsage.Items": "Created"}


class Same:
    """What the placeholders of one replay stand for, and the comparison."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def filled(self, text: str) -> str:
        """A recorded text with what is known for its placeholders."""
        return _PLACEHOLDER.sub(lambda found: self._value(found[1], found[2]) or found[0], text)

    def differences(self, recorded: Any, seen: Any, place: str = "") -> list[str]:
        """What differs, in words. Ids that are met for the first time are learned."""
        return list(self._differences(recorded, seen, place))

    def _differences(self, recorded: Any, seen: Any, place: str) -> Iterator[str]:
        if any(re.fullmatch(where, place) for where, _whose in OTHER):
            return
        if type(recorded) is type(seen) and _free(place, recorded) and bool(seen) == bool(recorded):
            return
        if CHOSEN.fullmatch(place) and int(seen or 0) >= FIRST_CHOSEN:
            return
        if seen == ENDED_AT_ONCE and recorded == ENDED:
            return
        if isinstance(recorded, Mapping) and isinstance(seen, Mapping):
            yield from self._members(recorded, seen, place)
        elif isinstance(recorded, list) and isinstance(seen, list):
            yield from self._elements(recorded, seen, place)
        elif isinstance(recorded, str) and isinstance(seen, str | int) and not isinstance(seen, bool):
            if not self.matches(recorded, str(seen) if "<unix" in recorded else seen):
                yield f"{place}: {seen!r}, recorded {self.filled(recorded)!r}"
        elif recorded != seen or isinstance(recorded, bool) is not isinstance(seen, bool):
            yield f"{place}: {seen!r}, recorded {recorded!r}"

    def _members(self, recorded: Mapping[str, Any], seen: Mapping[str, Any], place: str) -> Iterator[str]:
        wanted = {self.filled(name): value for name, value in recorded.items()}
        for name in wanted:
            inner = f"{place}.{name}" if place else name
            if any(re.fullmatch(where, inner) for where, _whose in OTHER):
                continue
            if name not in seen:
                yield f"{inner} lacks, recorded {wanted[name]!r}"
            else:
                yield from self._differences(wanted[name], seen[name], inner)
        for name in seen:
            inner = f"{place}.{name}" if place else name
            beside = [*MORE, *(where for where, _whose in OTHER)]
            if name not in wanted and not any(re.fullmatch(where, inner) for where in beside):
                yield f"{inner} = {seen[name]!r}, not recorded"

    def _elements(self, recorded: list[Any], seen: list[Any], place: str) -> Iterator[str]:
        if len(recorded) != len(seen):
            yield f"{place}: {len(seen)} elements, recorded {len(recorded)}: {seen!r}, recorded {recorded!r}"
            return
        if any(re.fullmatch(free, place) for free in UNORDERED):
            seen = self._paired(recorded, seen, place)
        if place in SORTED_BY:
            seen = self._sorted(recorded, seen, place)
        for one, other in zip(recorded, seen, strict=True):
            yield from self._differences(one, other, f"{place}[]")

    def _sorted(self, recorded: list[Any], seen: list[Any], place: str) -> list[Any]:
        """The elements seen, those of an equal member paired with the recorded ones of that."""
        key = SORTED_BY[place]
        found: list[Any] = []
        for value in dict.fromkeys(one[key] for one in recorded):
            wanted = [one for one in recorded if one[key] == value]
            run = seen[len(found) : len(found) + len(wanted)]
            found += self._paired(wanted, run, place)
        return found

    def _paired(self, recorded: list[Any], seen: list[Any], place: str) -> list[Any]:
        """The elements seen, each beside the recorded one that it differs least from."""
        left, found = list(seen), []
        for one in recorded:
            known = dict(self.known)
            counts = []
            for other in left:
                counts.append(len(self.differences(one, other, f"{place}[]")))
                self.known = dict(known)
            best = min(range(len(left)), key=counts.__getitem__)
            found.append(left.pop(best))
        return found

    def matches(self, recorded: str, seen: Any) -> bool:
        """Whether a text is the recorded one; learns."""
        if not isinstance(seen, str):
            return False
        recorded, seen = _as_long(in_windows_words(recorded)), _as_long(in_windows_words(seen))
        if str(ENDED) in recorded:
            seen = seen.replace(str(ENDED_AT_ONCE), str(ENDED))
        pieces, end, names = [], 0, []
        for found in _PLACEHOLDER.finditer(recorded):
            pieces.append(re.escape(recorded[end : found.start()]))
            value = self._value(found[1], found[2])
            if value is not None:
                pieces.append(re.escape(value))
            else:
                begin = self.known.get(f"id12:{found[2]}") if found[1] == "id" and found[2] else None
                pieces.append(f"({begin}[0-9a-f]{{52}})" if begin else f"({_KINDS[found[1]]})")
                names.append((found[1], found[2]))
            end = found.end()
        pieces.append(re.escape(recorded[end:]))
        match = re.fullmatch("".join(pieces), seen, re.DOTALL)
        if match is None:
            return False
        for (kind, name), value in zip(names, match.groups(), strict=True):
            if name and kind in ("id", "id12", "guid"):
                self.known.setdefault(f"{kind}:{name}", value)
        return True

    def _value(self, kind: str, name: str | None) -> str | None:
        if not name:
            return None
        if kind == "id12":
            long = self.known.get(f"id:{name}")
            return long[:12] if long else self.known.get(f"id12:{name}")
        return self.known.get(f"{kind}:{name}")


def _free(place: str, recorded: Any) -> bool:
    return any(re.fullmatch(where, place) and re.fullmatch(what, str(recorded)) for where, what, _whose in FREE)


def _as_long(text: str) -> str:
    """Without how long something took: the replay is faster than the recording."""
    return _LASTED.sub("a while", text)


def lines(text: str) -> list[Any]:
    """The JSON values of a stream, one a line."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]
