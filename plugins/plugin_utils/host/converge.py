# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base action: a module is its argument specification and its parts, bound to Ansible's connection.

door -> host/run.py (look, decide, act) -> result, masked
"""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
import time
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import heard
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import kind, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer, Looked
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked, lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.framework import FrameworkPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.job_progress import JobProgress
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.jobs import LONGEST, JobCaller, Watch
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Decision,
    Look,
    Part,
    Reboot,
    Result,
    Send,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, Lost, WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.progress import Heartbeat
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import (
    BOOT_LOOK,
    Returned,
    uptime_of,
    wait_for_reboot,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.run import Outcome, Run, Snapshot, counted
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.sending import not_taken, size_text, unanswered
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import changes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.program_failures import why_not_run

LOOK = "winfleet.containers._look"
ACT = "winfleet.containers._act"
PAUSE = 5  # seconds


class ConvergeAction(ActionBase):
    """A module is `ARGUMENTS` and `parts`; everything that it returns, warns of or says on the way leaves masked."""

    ARGUMENTS: Mapping[str, Any] = {}
    _requires_connection = True
    _supports_check_mode = True
    _supports_async = False
    _supports_diff = True

    def spelt(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments with those spellings levelled out that the validator's choices would refuse."""
        return given

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        """Door checks beyond the types: the options as the module uses them. Raises Refused."""
        return options

    def beside_arguments(self, options: dict[str, Any]) -> list[Any]:
        """What was declared in files of the controller, for the masker, which knows the arguments."""
        return []

    @abstractmethod
    def parts(self, options: dict[str, Any]) -> list[Part]:
        """What the module is made of, in the order in which it acts."""

    def joined(self, results: dict[str, Result], parts: Sequence[Part]) -> Result:
        """The module's result, of those of its parts; a module of one part returns that one's."""
        (part,) = parts
        return results.get(part.name, {})

    def of_failed(self, result: Result) -> Result:
        """The result of a task that failed, which the console prints in one line: what was fine is left out."""
        return result

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        self._vars = task_vars or {}
        self._host = str(self._vars.get("inventory_hostname", self._task.action))
        given = {str(key): plain(value) for key, value in self._task.args.items()}
        self._masker = Masker.of(given)
        self._silent = bool(self._task.no_log)
        told = self._named(self._run(given))
        made = self._masker.data(told)  # by the masker of now: files of the controller are known since the run
        if self._silent:
            made.pop("warnings", None)
        return {**result, **made}

    def _named(self, made: Result) -> Result:
        """Errors and warnings name their host: Ansible prints them without it, and equal ones of several hosts once."""
        if "msg" in made and not _begins_with(self._host, made["msg"]):
            made["msg"] = f"{self._host}: {made['msg']}"
        if "warnings" in made:
            made["warnings"] = [f"{self._host}: {text}" for text in made["warnings"]]
        return made

    def _run(self, given: dict[str, Any]) -> Result:
        try:
            options, problems = checked(self.ARGUMENTS, self.spelt(given))
            if problems:
                raise Refused(lines(problems))
            read_options = self.read(options)
            if beside := self.beside_arguments(read_options):
                self._masker = Masker.of([given, *beside])
            parts = self.parts(read_options)
        except Refused as refused:
            return {"changed": False, **refusal(refused, changed=False)}
        outcome = Run([FrameworkPart(), *parts], self, self._host, _who(), bool(self._task.check_mode))()
        return self._told(outcome, parts)

    def _told(self, outcome: Outcome, parts: Sequence[Part]) -> Result:
        decisions = [outcome.decisions[part.name] for part in parts if part.name in outcome.decisions]
        planned = any(changes(decision.steps) for decision in decisions)
        own = {part.name for part in parts}
        results = {name: found for name, found in outcome.results.items() if name in own}
        result: Result = self.joined(results, parts)
        if outcome.problem is not None and not self._task.check_mode:
            result = self.of_failed(result)
        comes = outcome.problem is None or outcome.changed  # of a run that is refused nothing of the plan comes
        result["changed"] = outcome.changed or (bool(self._task.check_mode) and planned and comes)
        if comes:
            result.update(self._diff(outcome.decisions, parts))
        warnings = [text for decision in decisions for text in decision.warnings]
        if warnings:
            result["warnings"] = list(dict.fromkeys(warnings))
        if self._task.check_mode and comes:
            for text in (decision.doing for decision in decisions if changes(decision.steps)):
                self._say(f"{self._host}: check mode, would {text}")
        problem = outcome.problem
        if isinstance(problem, Refused):
            result.update(refusal(problem, outcome.changed))
        elif isinstance(problem, WrongShape):
            result.update(failed=True, msg=f"{self._host} answered otherwise than it should: {problem}.")
        elif isinstance(problem, Lost):
            raise AnsibleConnectionFailure(self._masker.text(str(problem)))
        elif problem is not None:
            result.update({"failed": True, "msg": str(problem), **outcome.failed})
        return result

    def _diff(self, decisions: Mapping[str, Decision], parts: Sequence[Part]) -> Result:
        told = {name: decision for name, decision in decisions.items() if decision.before or decision.after}
        if not self._task.diff or not told:
            return {}
        if sum(not part.beside for part in parts) == 1:
            (one,) = told.values()
            return {"diff": {"before": one.before, "after": one.after}}
        return {
            "diff": {
                "before": {name: decision.before for name, decision in told.items()},
                "after": {name: decision.after for name, decision in told.items()},
            }
        }

    def look(self, looks: list[Look]) -> Sequence[Answer]:
        """The answers, one for each look. Raises Lost, and HostProblem where the call as a whole failed."""
        said = read(Looked, heard.looked(self._call(LOOK, {"looks": looks}), self._masker.text), "the program _look")
        return counted(said.looks, len(looks), self._host)

    def act(self, doing: str, asked: dict[str, Any]) -> Acted:
        with Heartbeat(self._say, self._host, doing):
            return read(Acted, heard.acted(self._call(ACT, asked), self._masker.text), "the program _act")

    def job(self, decision: Decision, asked: dict[str, Any]) -> Acted:
        self._say(f"{self._host}: {decision.doing}")
        watch = Watch(
            JobCaller(self._started, self.look, self._tidied, self._reset),
            JobProgress(decision.steps, decision.at_work),
            lambda text: self._say(f"{self._host}: {text}"),
            self._host,
        )
        return read(Acted, heard.acted(watch(asked), self._masker.text), "the program _act")

    def pause(self, why: str) -> None:
        self._say(f"{self._host}: {why}")
        time.sleep(PAUSE)

    def found(self, path: str) -> str:
        """The controller's file of that name, looked for as `copy` looks for its `src`. Raises Refused."""
        try:
            place = str(self._find_needle("files", path))
        except AnsibleError as error:
            places = ", ".join(map(str, getattr(error, "paths", None) or ()))
            told = f" (looked for as {places})" if places else ""
            raise Refused([f"{path} is not on the controller{told}"]) from None
        if not Path(place).is_file():
            raise Refused([f"{path} is no file on the controller ({place})"])
        return place

    def send(self, send: Send) -> None:
        """Ansible's own transfer; the connection plugins compare a checksum at its end."""
        with Heartbeat(self._say, self._host, f"send {send.what} ({size_text(send.size)})"), _lost(self._masker):
            try:
                self._connection.put_file(send.source, send.target)
            except AnsibleConnectionFailure:
                raise
            except AnsibleError as error:
                words = self._masker.text(str(error))
                if unanswered(words):
                    raise Lost("a message on the way was not answered") from None
                raise HostProblem(not_taken(send, self._host, words)) from None

    def wait(self, reboot: Reboot, snapshot: Snapshot) -> Returned:
        looked = snapshot.get(BOOT_LOOK)
        before = uptime_of([BOOT_LOOK], [looked]) if looked is not None else None
        return wait_for_reboot(self.look, self._reset, reboot, before, lambda text: self._say(f"{self._host}: {text}"))

    def _say(self, text: str) -> None:
        if not self._silent:
            Display().display(self._masker.text(text))

    def _reset(self) -> None:
        """Forgets the connection to the time before a reboot; a host that is away makes a mess of it, which is of no
        interest."""
        with contextlib.suppress(Exception):
            self._connection.close()
        with contextlib.suppress(Exception):
            self._connection.reset()

    def _started(self, asked: dict[str, Any]) -> str:
        """Ansible's asynchronous wrapper starts the act in a process of its own: the path of its results file."""
        before, self._task.async_val = self._task.async_val, LONGEST
        try:
            raw = self._executed(ACT, asked)
        finally:
            self._task.async_val = before
        if raw.get("started"):
            return str(raw.get("results_file") or "")
        raise self._not_run(ACT, raw)

    def _tidied(self, step: dict[str, Any]) -> None:
        self._call(ACT, {"seen": [], "who": _who(), "steps": [step], "looks": [], "lock_timeout": 0})

    def _call(self, name: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        """Our own answer out of what Ansible made of it: it stands under one key, whatever else is added or failed."""
        raw = self._executed(name, arguments)
        said = raw.get("winfleet")
        if isinstance(said, Mapping):
            return said
        raise self._not_run(name, raw)

    def _executed(self, name: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        with _lost(self._masker):
            raw = self._execute_module(module_name=name, module_args=arguments, task_vars=self._vars)
        if not isinstance(raw, Mapping):
            raise WrongShape(f"the program {name}", "", kind(raw), "an object")
        return raw

    def _not_run(self, name: str, raw: Mapping[str, Any]) -> HostProblem:
        """Why there is no answer of ours. Raises Lost."""
        if raw.get("unreachable"):
            raise Lost(self._masker.text(str(raw.get("msg"))))
        detail = next(
            (text for key in ("msg", "module_stderr", "module_stdout", "exception") if (text := raw.get(key))),
            "no answer",
        )
        told = " ".join(self._masker.text(str(detail)).split())[:600]
        why = why_not_run(*(str(raw.get(key) or "") for key in ("module_stderr", "module_stdout", "exception", "msg")))
        return HostProblem(f"The program {name} did not answer as it should on {self._host}: {told}. {why}")


@contextlib.contextmanager
def _lost(masker: Masker) -> Iterator[None]:
    """Whatever a connection plugin and its libraries raise on the way (requests' errors, pywinrm's, pypsrp's) leaves
    open whether the host did what it was asked. Their words may hold what the host wrote."""
    try:
        yield
    except AnsibleConnectionFailure as error:
        raise Lost(masker.text(str(error))) from None
    except (HostProblem, Lost):
        raise
    except AnsibleError as error:
        raise AnsibleActionFail(masker.text(str(error))) from None
    except Exception as error:
        raise Lost(masker.text(f"{type(error).__name__}: {error}")) from None


def _begins_with(host: str, text: str) -> bool:
    """Whether a message says whose it is. The name elsewhere in it may be a container's."""
    return text.startswith((f"{host}:", f"{host} "))


def _who() -> str:
    """Who acts, for others that come to the same host (docs/verbs.md, `who`)."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container without a user of this number
        user = f"user {os.getuid()}"
    return f"{user} on {socket.gethostname()} (process {os.getppid()})"


def refusal(refused: Refused, changed: bool) -> Result:
    """All problems in one message, one a line."""
    heading = refused.heading_after if changed else refused.heading
    if len(refused.problems) == 1:
        text = f"{heading}: {refused.problems[0]}"
    else:
        text = f"{heading}, for {len(refused.problems)} reasons:\n" + "\n".join(
            f"- {line}" for line in refused.problems
        )
    return {"failed": True, "msg": text, "refused": refused.problems}
