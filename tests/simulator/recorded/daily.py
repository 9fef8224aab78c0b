"""Does an engine do a day's work as the recorded one? Its requests are asked one after the other of a fresh engine,
with the pauses in which things happen by themselves."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hostsim.engine.errors import ConnectionDropped

from . import orders, registries
from .beside import BEFORE, BESIDE, CHECKED, WRONG
from .rows import DATA, Asked
from .same import Same, lines

AREAS = ("containers", "networks", "registries", "system", "volumes")
Row = Mapping[str, Any]
FRAMES = {1: "stdout", 2: "stderr"}
PATIENCE = 4.0  # seconds until what happens by itself must have happened
OPEN = 1.0  # seconds after which a stream that the engine does not end is left

#: Ids that are no engine's
CONSTANT = {"id:zeros": "0" * 64, "id:aaa": "a" * 64}


def recorded(version: str, area: str) -> list[dict[str, Any]]:
    """The rows of one file; none where it was kept back."""
    file = DATA / "daily" / f"{version}-{area}.jsonl.gz"
    return [json.loads(line) for line in gzip.open(file, "rt", encoding="utf-8")] if file.exists() else []


def case_of(row: Row) -> str:
    """How left_out.py calls a row."""
    return f"{row['area']} | {row['case']}"


@dataclass
class Answer:
    """One answer: `status` None where the engine cut the connection."""

    status: int | None
    headers: dict[str, str]
    data: bytes = b""


def replay(version: str, area: str) -> Iterator[tuple[Row, list[str]]]:
    """Each row of the file with what differs."""
    registry = registries.registries() if area == "registries" else None
    asked = Asked(version, base=False, registry=registry, images={"oshealthy:latest": CHECKED})
    try:
        day = Day(asked)
        for row in recorded(version, area):
            yield row, day.difference(row)
    finally:
        asked.machine.stop_service("docker")


class Day:
    """One engine, and what is known of its ids."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self.same = Same()
        self.same.known |= CONSTANT
        self._began: dict[str, int] = {}

    def difference(self, row: Row) -> list[str]:
        """What differs; a question that only looks is put again until the engine has come so far."""
        if row["area"] not in self._began:
            self._begin(row["area"])
        self._wait_before(row)
        for fault, (first, last) in WRONG.items():
            if row["case"] == first:
                self._asked.engine.fault(fault)
            if row["case"] == last:
                self._asked.engine.clear_fault(fault)
        until = time.monotonic() + PATIENCE
        while True:
            known = dict(self.same.known)
            found = self._compare(row, self._ask(row))
            looks = row["method"] == "GET" and row["status"] == 200
            if not found or not looks or time.monotonic() > until:
                return found
            self.same.known = known
            time.sleep(0.05)

    def _begin(self, area: str) -> None:
        if area == "events":  # what was before them is in no second of theirs
            time.sleep(1.0 - self._now() % 1.0)
        self._began[area] = int(self._now())

    def _wait_before(self, row: Row) -> None:
        container, wanted = BEFORE.get(row["path"], ("", ""))
        until = time.monotonic() + PATIENCE
        while container and time.monotonic() < until:
            if wanted in self._asked.ask("GET", f"/containers/{container}/json").text:
                return
            time.sleep(0.05)

    def _now(self) -> float:
        return self._asked.engine.now().timestamp()

    def _path(self, row: Row) -> str:
        path = self.same.filled(row["path"])
        began, now = int(self._began[row["area"]]), int(self._now())
        if "before since" in row["case"]:
            began, now = now, began
        path = path.replace("since=<unix>&until=<unix>", f"since={began}&until={now if now < began else self._now()}")
        return path.replace("since=<unix>", f"since={now + 3600}").replace("until=<unix>", f"until={now}")

    def _ask(self, row: Row) -> Answer:
        registries.before(self._asked.engine.registry, row)
        before, after, then = BESIDE.get(row["case"], ("", 0, ""))
        if before:
            self._asked.ask(*before.split())
        timer = threading.Timer(after, lambda: self._asked.ask(*then.split())) if then else None
        if timer:
            timer.start()
        body: dict[str, Any] = {}
        if "body" in row:
            body["data"] = self.same.filled(json.dumps(row["body"]))
        elif "body_base64" in row:
            body["data"] = base64.b64decode(row["body_base64"])
        try:
            response = self._asked.ask(
                row["method"], self._path(row), headers=row.get("headers"), buffered=False, **body
            )
            data = _read(response, OPEN if row.get("left_open") else None)
        except ConnectionDropped:
            return Answer(None, {})
        finally:
            if timer:
                timer.join()
        return Answer(response.status_code, dict(response.headers), data)

    def _compare(self, row: Row, answer: Answer) -> list[str]:
        if row["status"] != answer.status:
            return [f"status {answer.status} ({answer.data[:200]!r}), recorded {row['status']} ({row.get('answer')!r})"]
        found = [
            f"header {name}: {answer.headers.get(name)!r}, recorded {value!r}"
            for name, value in (row.get("answer_headers") or {}).items()
            if name not in NOT_COMPARED and answer.headers.get(name) != value
        ]
        if "frames" in row:
            return found + self._frames(row, answer)
        if "answer" not in row or answer.status is None:
            return found
        return found + self._body(row["answer"], answer.data, _place(row["path"]))

    def _frames(self, row: Row, answer: Answer) -> list[str]:
        wanted = row["frames"]
        if isinstance(wanted, dict):  # a stream without frames
            text = answer.data.decode("utf-8", "replace")
            return [] if self.same.matches(wanted["raw"], text) else [f"says {text!r}, recorded {wanted['raw']!r}"]
        return self.same.differences(_by_stream(wanted), _by_stream(_frames_of(answer.data)), "frames")

    def _body(self, wanted: Any, data: bytes, place: str) -> list[str]:
        text = data.decode("utf-8", "replace")
        if isinstance(wanted, str):
            if wanted.startswith("{"):
                return self._stream(wanted, text)
            return [] if self.same.matches(wanted, text) else [f"says {text!r}, recorded {self.same.filled(wanted)!r}"]
        try:
            seen = json.loads(text) if text.strip() else None
        except ValueError:
            return [f"says {text!r}, recorded {wanted!r}"]
        if isinstance(wanted, dict) and isinstance(seen, dict) and "ImagesDeleted" in wanted:
            wanted, seen = (
                {**one, "ImagesDeleted": orders.pruned(one["ImagesDeleted"] or ())}
                for one in (self._known(wanted), seen)
            )
        return self.same.differences(wanted, seen, place)

    def _known(self, wanted: Any) -> Any:
        return json.loads(self.same.filled(json.dumps(wanted)))

    def _stream(self, wanted: str, text: str) -> list[str]:
        try:
            seen = lines(text)
        except ValueError:
            return [f"says {text!r}, recorded {wanted!r}"]
        ends = {line[-2:] for line in wanted.splitlines(keepends=True)} - {line[-2:] for line in text.splitlines(True)}
        return [f"ends of lines lack: {ends}"] * bool(ends) + self.same.differences(
            orders.progress(lines(wanted)), orders.progress(seen), "lines"
        )


#: How what is answered to some requests is called; all else has no name of its own
PLACES = {
    "/images/json": "images",
    "/networks": "network_list",
    "/info": "info",
    "/version": "version",
    "/system/df": "df",
}


def _place(path: str) -> str:
    bare = path.partition("?")[0]
    return next((name for end, name in PLACES.items() if bare.endswith(end)), "")


# What the connection needs, and what differs with the length of ids and dates
NOT_COMPARED = {"Content-Length", "Transfer-Encoding", "Connection", "Date"}


def _read(response: Any, seconds: float | None) -> bytes:
    """The body; of a stream that the engine leaves open, what came within so many seconds."""
    if seconds is None:
        return b"".join(response.iter_encoded())
    parts: list[bytes] = []
    thread = threading.Thread(target=lambda: parts.extend(response.iter_encoded()), daemon=True)
    thread.start()
    thread.join(seconds)
    return b"".join(parts) if thread.is_alive() else b"ENDED"


def _frames_of(data: bytes) -> list[list[str]]:
    """[stream, text] of a multiplexed stream."""
    found = []
    while data:
        kind, length = struct.unpack(">BxxxL", data[:8])
        found.append([FRAMES.get(kind, str(kind)), data[8 : 8 + length].decode("utf-8", "replace")])
        data = data[8 + length :]
    return found


def _by_stream(frames: list[list[str]]) -> dict[str, list[str]]:
    """Each stream's lines in their order: which of two streams is written first is a race (data/README.md)."""
    found: dict[str, list[str]] = {}
    for stream, text in frames:
        found.setdefault(stream, []).append(text)
    return found
