"""How does a module take an answer? Runs the real action plugin on recorded answers, one of them mutated."""

from __future__ import annotations

import copy
import importlib
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host import reboot
from mutants import Mutation, mutated

ACTIONS = "ansible_collections.winfleet.containers.plugins.action"
WHOLE = "the whole answer"


@dataclass
class Truth:
    """What is really there, whatever an answer says: id, whether it runs, in which mode, of which project."""

    id: str
    runs: bool
    mode: str
    project: str | None


@dataclass
class Situation:
    """`before` and `after` are the ANSWERs by look, in the two phases of a run; `acted` the whole results of `_act` by
    its steps; `whole` the first result of each program; `truth` the containers that are there by name; `liars` those
    of whom the engine tells another mode than they run in; `gone` the names that are declared absent."""

    name: str
    module: str
    arguments: dict[str, Any]
    check: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    acted: dict[str, dict[str, Any]] = field(default_factory=dict)
    whole: dict[str, dict[str, Any]] = field(default_factory=dict)
    truth: dict[str, Truth] = field(default_factory=dict)
    liars: frozenset[str] = frozenset()
    _paths: dict[str, dict[str, Any]] = field(default_factory=dict)

    def paths(self, phase: str) -> dict[str, Any]:
        """The entries of engine looks by path."""
        if phase not in self._paths:
            self._paths[phase] = {
                request["path"]: entry
                for key, answer in getattr(self, phase).items()
                if (look := json.loads(key))["verb"] == "engine" and answer["ok"]
                for request, entry in zip(look["requests"], answer["value"], strict=True)
                if "each" not in request and "skipped" not in entry
            }
        return self._paths[phase]

    @property
    def gone(self) -> list[str]:
        sets = [self.arguments, *self.arguments.get("sets", [])]
        return [one["name"] for each in sets for one in each.get("containers", []) if one.get("state") == "absent"]

    def sites(self) -> list[tuple[str, str]]:
        """(phase, key) of each answer that can be mutated."""
        found = [("before", key) for key in self.before] + [("after", key) for key in self.after]
        found += [("acted", key) for key in self.acted]
        return [*found, *((WHOLE, name) for name in self.whole)]

    def good(self, site: tuple[str, str]) -> Any:
        phase, key = site
        return (self.whole if phase == WHOLE else getattr(self, phase))[key]


@dataclass
class Ran:
    """What came of a run: its result or what it raised, and the steps that it sent."""

    result: dict[str, Any]
    raised: BaseException | None
    steps: list[dict[str, Any]]


class _Replay:
    def __init__(self, situation: Situation, site: tuple[str, str] | None, mutation: Mutation | None) -> None:
        self._situation, self._site, self._mutation = situation, site, mutation
        self._phase, self._calls = "before", list[str]()
        self.steps: list[dict[str, Any]] = []
        self.unknown = ""

    def execute(self, module_name: str, module_args: dict[str, Any], task_vars: Any) -> Any:
        name = module_name.rpartition(".")[2]
        if name == "_look":
            answers = [self._answer(look) for look in module_args["looks"]]
            return self._whole(name, {"winfleet": {"looks": answers}, "changed": False})
        acted = self._acted(module_args["steps"])
        if not isinstance(acted, dict) or not isinstance(acted.get("winfleet"), dict):
            self.steps += module_args["steps"]
            return acted
        if acted["winfleet"].get("steps"):
            self._phase = "after"
        told = {**acted["winfleet"], "looks": [self._answer(look) for look in module_args["looks"]]}
        made = self._whole(name, {**acted, "winfleet": told})
        if _held_off(made):
            self._phase = "before"  # nothing was done
        else:
            self.steps += module_args["steps"]
        return made

    def _acted(self, steps: list[dict[str, Any]]) -> Any:
        known = json.dumps(steps, sort_keys=True)
        if known in self._situation.acted:
            return self._here("acted", known, self._situation.acted[known])
        done = [{"ok": True, "value": {"status": 200, "body": "{}"}} for _step in steps]
        return {"winfleet": {"lock": {"ok": True, "value": True}, "seen": {"ok": True, "value": 0}, "steps": done}}

    def _answer(self, look: dict[str, Any]) -> Any:
        key = json.dumps(look, sort_keys=True)
        phases = ("after", "before") if self._phase == "after" else ("before", "after")
        for phase in phases:
            known = getattr(self._situation, phase)
            if key in known:
                return self._here(phase, key, known[key])
        return {"ok": True, "value": [self._entry(request, phases) for request in look["requests"]]}

    def _entry(self, request: dict[str, Any], phases: tuple[str, ...]) -> Any:
        """A mutant may ask in other words than the good run did: what the engine says of a path is known all the
        same."""
        for phase in phases:
            if request["path"] in self._situation.paths(phase):
                return self._situation.paths(phase)[request["path"]]
        self.unknown = f"nobody recorded the answer to {request}"
        raise LookupError(self.unknown)

    def _here(self, phase: str, key: str, good: Any) -> Any:
        return self._wrong(good) if self._site == (phase, key) else good

    def _whole(self, name: str, good: Any) -> Any:
        """Only the first result of a program: a later one has other looks."""
        self._calls.append(name)
        here = self._site == (WHOLE, name) and self._calls.count(name) == 1
        return self._wrong(good) if here else good

    def _wrong(self, good: Any) -> Any:
        assert self._mutation is not None
        try:
            return mutated(good, self._mutation)
        except Exception as error:  # else it would pass for a lost connection
            self.unknown = f"{self._mutation.path} is no place of it: {error}"
            raise


def replay(situation: Situation, site: tuple[str, str] | None = None, mutation: Mutation | None = None) -> Ran:
    """Without a mutation, the good run."""
    host = _Replay(situation, site, mutation)
    try:
        result = run(situation, host.execute)
    except Exception as error:
        assert not host.unknown, host.unknown
        return Ran({}, error, host.steps)
    assert not host.unknown, host.unknown  # it would pass for a lost connection
    return Ran(result, None, host.steps)


def as_one_act(execute: Callable[..., Any]) -> Callable[..., Any]:
    """A job is the act that it is made of: its answer is there at once (tests/unit/host/test_jobs.py). What
    is no answer of the program comes in the place of Ansible's word that it started."""
    answers: dict[str, str] = {}

    def executed(module_name: str, module_args: dict[str, Any], task_vars: Any) -> Any:
        looks, steps = module_args.get("looks") or [], module_args.get("steps") or []
        if [look.get("verb") for look in looks] == ["job"]:
            told = {"state": "ended", "progress": "", "answer": answers[looks[0]["id"]]}
            return {"winfleet": {"looks": [{"ok": True, "value": told}]}}
        if [step.get("verb") for step in steps] == ["job"]:
            return {"winfleet": {"lock": {"ok": True, "value": True}, "steps": [{"ok": True, "value": {}}]}}
        job = module_args.get("job")
        plain = {key: value for key, value in module_args.items() if key != "job"}
        made = execute(module_name=module_name, module_args=plain, task_vars=task_vars)
        if job is None or not isinstance(made, dict) or "winfleet" not in made:
            return made
        answers[job["id"]] = json.dumps(made)
        return {"started": True, "finished": False, "results_file": ""}

    return executed


def run(situation: Situation, execute: Callable[..., Any]) -> dict[str, Any]:
    """The module's result where `execute` stands for Ansible's way to the host."""
    plugin = _plugin(situation.module)
    task = SimpleNamespace(
        args=copy.deepcopy(situation.arguments), check_mode=situation.check, diff=True, async_val=0,
        action=plugin.__name__, no_log=False,
    )  # fmt: skip
    connection = SimpleNamespace(_shell=SimpleNamespace(tmpdir="x"), close=_nothing, reset=_nothing)
    nobody = SimpleNamespace()
    action = plugin.ActionModule(task, connection, nobody, nobody, nobody, nobody)
    action._execute_module = as_one_act(execute)
    action._say = _nothing
    return dict(action.run(task_vars={"inventory_hostname": "srv"}))


@cache
def _plugin(name: str) -> Any:
    return importlib.import_module(f"{ACTIONS}.{name}")


def _held_off(made: Any) -> bool:
    """Whether an act says that it did nothing since the host is otherwise than it was seen: it may be made again."""
    told = made.get("winfleet") if isinstance(made, dict) else None
    seen = told.get("seen") if isinstance(told, dict) else None
    return isinstance(seen, dict) and seen.get("ok") is False


def _nothing(*_said: Any) -> None:
    return None


def no_waiting() -> None:
    """A reboot is waited for in no time: each look at the clock is ten seconds later."""
    ticks = itertools.count(step=10)
    reboot.wait_for_reboot.__kwdefaults__.update(sleep=_nothing, clock=lambda: float(next(ticks)))
