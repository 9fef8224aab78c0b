"""What can happen next? All moves of the runs, of the connection, of the engine and of the power, from one state."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import engine, programs
from .controller import LOST, TEXTS, Ask, End, Wish, goes_on
from .engine import OLD, Box, Host
from .programs import Call, Said
from .truth import fitting, untrue


@dataclass(frozen=True)
class Planned:
    """A run: who makes it, what it declares, whether its connection may be cut, and the number of the run that has to
    have ended, as its controller sees it, before this one starts."""

    who: str
    wish: Wish
    after: int | None = None
    cut: bool = False


@dataclass(frozen=True)
class Scenario:
    """`faults` are the kinds of mishap that may come in, `budget` how many of them in one schedule: `cut` (the host
    works on), `kill` (the host program ends where it is, nothing is undone), `power`, `refuse` (a step fails), `late`
    (it is carried out, and told as failed). `gone`: names whose containers may go, since a run declares them
    absent or prunes them. `foreign`: ids that nobody may touch. `ends` how the last runs end: `ok`, `refused`,
    `adopted` (refused until a run has adopted what is there), `fails`.
    `seen`: whether acts compare before they do."""

    name: str
    host: Host
    runs: tuple[Planned, ...]
    faults: frozenset[str] = frozenset()
    budget: int = 0
    gone: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    ends: dict[Wish, str] = field(default_factory=dict, hash=False)
    seen: bool = True

    @property
    def wishes(self) -> list[Wish]:
        return list(dict.fromkeys(run.wish for run in self.runs))


class Proc(NamedTuple):
    """A run where it stands. `history`: the numbers of its answers. `end` once its controller has ended; its host
    program may still be at work then. `touched`: a step of an act of its was carried out, or tried. `changes`: how
    often the host was otherwise than seen. `denied`: it did not get the lock. `fitted`: what was as declared during
    its last look."""

    started: bool = False
    history: tuple[int, ...] = ()
    call: Call | None = None
    end: End | None = None
    touched: bool = False
    changes: int = 0
    denied: bool = False
    fitted: frozenset[str] = frozenset()


class State(NamedTuple):
    host: Host
    procs: tuple[Proc, ...]
    budget: int


class Move(NamedTuple):
    """`what` in words; `wrong` is what must not be and came of it."""

    what: str
    state: State
    wrong: tuple[str, ...] = ()


def key(state: State) -> State:
    """States with equal keys have equal futures: of what was answered, only the last look counts, and how often the
    host was otherwise."""
    return state._replace(procs=tuple(proc._replace(history=_counts(proc), fitted=frozenset()) for proc in state.procs))


def _counts(proc: Proc) -> tuple[int, ...]:
    """What of a run's answers counts for its future."""
    if proc.end is not None or proc.call is None:
        return ()
    return (len(proc.history), *proc.history[-1:]) if proc.call.kind == "act" else (len(proc.history),)


def first(scenario: Scenario) -> State:
    return State(scenario.host, tuple(Proc() for _run in scenario.runs), scenario.budget)


def moves(scenario: Scenario, state: State) -> Iterator[Move]:
    """Each with what the looks under way could have found by then."""
    for move in _moves(scenario, state):
        procs = tuple(
            proc._replace(call=proc.call._replace(fitted=proc.call.fitted | fitting(move.state.host, run.wish)))
            if proc.call is not None and proc.call.kind == "look" and proc.call.read
            else proc
            for run, proc in zip(scenario.runs, move.state.procs, strict=True)
        )
        yield move if procs == move.state.procs else move._replace(state=move.state._replace(procs=procs))


def _moves(scenario: Scenario, state: State) -> Iterator[Move]:
    for number, proc in enumerate(state.procs):
        yield from _Run(scenario, state, number, proc).moves()
    yield from _befalls(state)
    if state.budget and "power" in scenario.faults and any(proc.call for proc in state.procs):
        yield _power(scenario, state)


def _befalls(state: State) -> Iterator[Move]:
    """What was still to become of a container's health."""
    for box in state.host.boxes:
        if box.fate and box.status == "running":
            after = engine.with_box(state.host, engine.befall(box))
            yield Move(f"{box.name} is {box.fate}", state._replace(host=after))


def _power(scenario: Scenario, state: State) -> Move:
    procs = tuple(
        _lost(scenario, number, proc)._replace(call=None) if proc.call else proc
        for number, proc in enumerate(state.procs)
    )
    wrong = tuple(
        f"{run.who}: {text}"
        for run, before, proc in zip(scenario.runs, state.procs, procs, strict=True)
        if before.end is None
        for text in untrue(run.wish, proc)
    )
    return Move("the power goes, and comes back", State(engine.power_loss(state.host), procs, state.budget - 1), wrong)


def _lost(scenario: Scenario, number: int, proc: Proc) -> Proc:
    """The controller learns that its connection is gone, unless it has learnt it before."""
    if proc.end is not None:
        return proc
    run = scenario.runs[number]
    end = goes_on(run.wish, (*proc.history, LOST))
    assert isinstance(end, End), "nothing here goes on after a lost connection"
    return proc._replace(history=(*proc.history, LOST), end=end)


class _Run:
    """The moves of one run."""

    def __init__(self, scenario: Scenario, state: State, number: int, proc: Proc) -> None:
        self.scenario, self.state, self.number, self.proc = scenario, state, number, proc
        self.run = scenario.runs[number]
        self.who = self.run.who

    def moves(self) -> Iterator[Move]:
        proc, call = self.proc, self.proc.call
        if not proc.started:
            after = self.run.after
            if after is None or self.state.procs[after].end is not None:
                yield self._with(f"{self.who} begins", self._carried_on(proc._replace(started=True)))
            return
        if call is None:
            return
        phases: dict[str, Callable[[Call], Iterator[Move]]] = {
            "lock": self._lock,
            "seen": self._compare,
            "steps": self._step,
            "undo": self._undo,
            "looks": self._look,
            "release": self._release,
            "answer": self._answer,
        }
        yield from phases[call.phase](call)
        if self.state.budget and proc.end is None and self.run.cut and "cut" in self.scenario.faults:
            lost = _lost(self.scenario, self.number, proc)
            lost = lost._replace(call=call if call.kind == "act" and call.phase != "answer" else None)
            yield self._with(f"the connection of {self.who} is cut; the host works on", lost, spent=1)
        if self.state.budget and self.run.cut and "kill" in self.scenario.faults:
            lost = _lost(self.scenario, self.number, proc)._replace(call=None)
            host = self.state.host
            host = host._replace(lock="") if host.lock == self.who else host
            yield self._with(f"the host program of {self.who} is ended, nothing is undone", lost, host, spent=1)

    def _with(
        self, what: str, proc: Proc, host: Host | None = None, spent: int = 0, wrong: tuple[str, ...] = ()
    ) -> Move:
        procs = (*self.state.procs[: self.number], proc, *self.state.procs[self.number + 1 :])
        if proc.end is not None and self.proc.end is None:
            wrong = (*wrong, *(f"{self.who}: {text}" for text in untrue(self.run.wish, proc)))
        return Move(what, State(host or self.state.host, procs, self.state.budget - spent), wrong)

    def _called(
        self, what: str, call: Call, host: Host | None = None, spent: int = 0, wrong: tuple[str, ...] = (), **more: Any
    ) -> Move:
        return self._with(f"{self.who}: {what}", self.proc._replace(call=call, **more), host, spent, wrong)

    def _carried_on(self, proc: Proc) -> Proc:
        """The controller has all answers and says what it does next."""
        found = goes_on(self.run.wish, proc.history)
        if isinstance(found, Ask):
            return proc._replace(call=programs.begun(found.kind, found.asked))
        return proc._replace(call=None, end=found)

    def _lock(self, call: Call) -> Iterator[Move]:
        host = self.state.host
        if host.lock:
            denied = call._replace(phase="answer", denied=host.lock)
            yield self._called(f"has waited for the lock that {host.lock} has, in vain", denied, denied=True)
            return
        ran = tuple(sorted(box.name for box in host.boxes if box.status == "running" and box.came_up))
        asked = programs.program(call.asked)
        phase = "seen" if self.scenario.seen and asked.seen else "steps"
        yield self._called(
            "gets the lock",
            call._replace(phase=phase, last=host.last, ran=ran),
            host._replace(lock=self.who, last=self.who),
        )

    def _compare(self, call: Call) -> Iterator[Move]:
        facts = programs.program(call.asked).seen
        fact = facts[call.place]
        differs = programs.differs(self.state.host, fact)
        if differs:
            proc = self.proc._replace(changes=self.proc.changes + 1)
            after = call._replace(phase="release", place=0, differs=differs)
            yield self._with(f"{self.who}: finds that {differs}", proc._replace(call=after))
            return
        last = call.place + 1 == len(facts)
        after = call._replace(phase="steps", place=0) if last else call._replace(place=call.place + 1)
        yield self._called(f"compares {_short(fact['path'], self.state.host)}", after)

    def _step(self, call: Call) -> Iterator[Move]:
        step = programs.program(call.asked).steps[len(call.steps)]
        touched = self.proc.touched or step["verb"] != "wait"
        for what, said, host, spent, wrong in self._outcomes(step, undo=False):
            after = call._replace(steps=(*call.steps, said))
            after = programs.gone_on(after) if said.ok else programs.failed(after)
            yield self._called(what, after, host, spent, wrong, touched=touched)

    def _undo(self, call: Call) -> Iterator[Move]:
        step = json.loads(call.undo[call.place])
        for what, said, host, spent, wrong in self._outcomes(step, undo=True):
            last = call.place + 1 == len(call.undo)
            after = call._replace(undone=(*call.undone, said))
            after = programs.gone_on(after) if last else after._replace(place=call.place + 1)
            yield self._called(f"undoes: {what}", after, host, spent, wrong)

    def _outcomes(self, step: dict[str, Any], undo: bool) -> Iterator[tuple[str, Said, Host, int, tuple[str, ...]]]:
        """(in words, how the step ends, what stands then, the mishaps that it took, what is wrong with it)."""
        host = self.state.host
        words = _words(step, host)
        if step["verb"] == "wait":
            said = programs.waited(host, step)
            if said is not None:
                yield f"{words}: {'well' if said.ok else 'not well'}", said, host, 0, ()
            elif not any(box.fate for box in host.boxes):
                yield f"{words}: in vain", Said(False, 0), host, 0, ()
        else:
            after, status = engine.do(host, step, self.who)
            ok = status in step["accept"]
            wrong = () if host is after else self._wrong(host, after, undo)
            yield f"{words}: {status}", Said(ok, status), after, 0, wrong
            if ok and self.state.budget and "late" in self.scenario.faults:
                yield f"{words}: done, but told as failed", Said(False, 500), after, 1, wrong
        if self.state.budget and "refuse" in self.scenario.faults:
            yield f"{words}: fails", Said(False, 500), host, 1, ()

    def _wrong(self, before: Host, after: Host, undo: bool) -> tuple[str, ...]:
        """What must not come of a step."""
        now = {box.id: box for box in after.boxes}
        found = []
        for box in before.boxes:
            if box.id not in now:
                if box.id in self.scenario.foreign:
                    found.append(f"{self.who} removes the foreign container {box.name}")
                elif self._is_lost(box, after, undo):
                    found.append(f"{self.who} removes {box.name}, which had come up, and no successor has")
            elif box.id in self.scenario.foreign and now[box.id] != box:
                found.append(f"{self.who} touches the foreign container {box.name}")
        known = {box.id for box in before.boxes}
        for box in after.boxes:
            if box.id not in known and any(
                other.came_up and other.body == box.body and other.id not in self.scenario.foreign
                for other in engine.line(before, box.name)
            ):
                found.append(f"{self.who} makes {box.name} twice")
        return tuple(found)

    def _is_lost(self, box: Box, after: Host, undo: bool) -> bool:
        """A container that had come up goes only for a later one of its name that has come up as well."""
        if not box.came_up or _plain(box.name) in self.scenario.gone or (undo and box.maker == self.who):
            return False
        stopped = _plain(box.name) in _declared_stopped(self.run.wish)
        later = [
            other for other in engine.line(after, box.name) if other.id > box.id or (other.maker and not box.maker)
        ]
        return not any(other.came_up or stopped for other in later)

    def _look(self, call: Call) -> Iterator[Move]:
        done = "answer" if call.kind == "look" else "release"
        if programs.all_read(call):
            yield self._called("has nothing to look at", call._replace(phase=done))
            return
        read, told = programs.read_on(self.state.host, programs.program(call.asked).requests, call.read)
        after = call._replace(read=read)
        if programs.all_read(after):
            after = after._replace(phase=done)
        yield self._called(f"looks at {_short(told, self.state.host)}", after)

    def _release(self, call: Call) -> Iterator[Move]:
        wrong: tuple[str, ...] = ()
        # What was done and told as failed is not undone: the engine is not asked whether it was.
        if all(said.ok for said in call.undone) and "late" not in self.scenario.faults:
            boxes = {item: engine.named(self.state.host, item) for item in sorted(call.undid & set(call.ran))}
            wrong = tuple(
                f"{self.who} says that {item} was undone, and it does not run as before"
                for item, box in boxes.items()
                if box is None or box.status != "running" or not box.came_up
            )
        host = self.state.host._replace(lock="")
        yield self._called("gives the lock back", call._replace(phase="answer"), host, wrong=wrong)

    def _answer(self, call: Call) -> Iterator[Move]:
        if self.proc.end is not None:  # nobody hears it
            yield self._with(f"{self.who}: the answer finds nobody", self.proc._replace(call=None))
            return
        number = TEXTS.number(programs.answer(call))
        proc = self.proc._replace(history=(*self.proc.history, number))
        proc = self._carried_on(proc._replace(fitted=call.fitted) if call.kind == "look" else proc)
        told = f"{self.who} has the answer"
        if proc.end is not None:
            told += f" and ends: {proc.end.problem or ('changed' if proc.end.changed else 'nothing to do')}"
        yield self._with(told, proc)


def _plain(name: str) -> str:
    return name.removesuffix(OLD)


def _declared_stopped(wish: Wish) -> set[str]:
    return {str(spec["name"]) for spec in wish.declared.specs if spec["state"] == "stopped"}


def _short(path: str, host: Host) -> str:
    for box in host.boxes:
        path = path.replace(box.id, f"({box.name})")
    return path


def _words(step: dict[str, Any], host: Host) -> str:
    method = "wait" if step["verb"] == "wait" else step["method"]
    return f"{method} {_short(step['path'], host)}"
