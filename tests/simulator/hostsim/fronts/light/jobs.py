"""The look and the step `job`, and an act that is one."""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hostsim.fronts.light.answers import Failed, printed
from hostsim.fronts.light.host import Host, Job
from hostsim.machine import WindowsError

MOST = 262144


def run(host: Host, asked: dict[str, Any], work: Callable[[Job], dict[str, Any]]) -> dict[str, Any]:
    """The work as a job: its answer is kept, and what the program answers is the job's id."""
    name = _id(asked)
    if name in host.jobs:
        raise FileExistsError(f"The file '{name}.progress' already exists.")
    job = host.jobs[name] = Job()
    try:
        job.answer = printed(work(job)).decode()
    finally:
        job.held = False
    return {"winfleet": {"job": name}}


@contextmanager
def at_work(host: Host, job: Job | None) -> Iterator[None]:
    """The steps that run now are those of this job."""
    host.job = job
    try:
        yield
    finally:
        host.job = None


def begins(host: Host, number: int) -> None:
    """The step of this number begins."""
    if host.job is not None:
        host.job.progress += f'\n{{"step":{number}}}\n'.encode()


def look(host: Host, asked: dict[str, Any]) -> dict[str, Any]:
    name, wait, start = _id(asked), float(asked.get("wait") or 0), int(asked.get("from") or 0)
    most = MOST if asked.get("most") is None else int(asked["most"])
    began = time.monotonic()
    while (state := _state(host.jobs.get(name))) in ("none", "running") and time.monotonic() - began < wait:
        time.sleep(0.05)
    job = host.jobs.get(name)
    told = bytes(job.progress[start : start + most]) if job is not None else b""
    return {
        "state": state,
        "progress": b64encode(told).decode(),
        "answer": job.answer if job is not None and state == "ended" else None,
    }


def remove(host: Host, asked: dict[str, Any]) -> dict[str, Any]:
    removed = host.jobs.pop(_id(asked), None) is not None
    for path in asked.get("also") or []:
        try:
            host.machine.read_file(str(path))
            host.machine.remove_path(str(path))
        except WindowsError:
            continue
        removed = True
    return {"removed": removed}


def _state(job: Job | None) -> str:
    if job is None:
        return "none"
    if job.held:
        return "running"
    return "gone" if job.answer is None else "ended"


def _id(asked: dict[str, Any]) -> str:
    name = str(asked.get("id") or "")
    if not re.fullmatch("[0-9a-f]{32}", name):
        raise Failed("System.ArgumentException", "0x80070057", "This is no id of a job.")
    return name
