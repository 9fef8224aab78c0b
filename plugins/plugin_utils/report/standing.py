# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does a container stand, by what is declared of it now and by what is there now? Tables with one reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import MODES

# The word for a container's state (deploy/containers/standing.py; `absent`: there is none) or its health -> where it
# stands. A word that is not here says nothing.
STANDS = {
    "running": "up",
    "healthy": "up",
    "starting": "up",
    "unhealthy": "unhealthy",
    "restarting": "restarting",
    "exited": "down",
    "stopped": "down",
    "created": "down",
    "start_failed": "start_failed",
    "paused": "down",
    "dead": "dead",
    "removing": "removing",
    "absent": "gone",
}
# What an engine that does not answer means for its containers. One that fails or is not reached says nothing of them.
STANDS_BY_ENGINE = {"absent": "gone", "stopped": "down", "desktop": "down"}


@dataclass(frozen=True)
class Facts:
    """`wanted` is the declared state; `stands` a value of STANDS, empty where it is not known; `declared` and `claimed`
    are isolation modes; `verdict` and `proof` are those words, empty where there is none; `differs` names the options
    that are not as declared; `refused`: the declaration is refused."""

    wanted: str = "started"
    stands: str = ""
    declared: str = ""
    claimed: str = ""
    verdict: str = ""
    proof: str = ""
    differs: frozenset[str] = frozenset()
    refused: bool = False


def _other_mode(facts: Facts) -> bool:
    return facts.declared in MODES and facts.claimed in MODES and facts.declared != facts.claimed


# The first row that fits, counts.
RULES: tuple[tuple[str, Callable[[Facts], bool]], ...] = (
    ("left", lambda facts: facts.wanted == "absent" and facts.stands not in ("", "gone")),
    ("resting", lambda facts: facts.wanted == "absent"),
    ("removing", lambda facts: facts.stands == "removing"),
    ("dead", lambda facts: facts.stands == "dead"),
    ("refused", lambda facts: facts.stands == "gone" and (facts.refused or facts.verdict == "no")),
    ("missing", lambda facts: facts.stands == "gone"),
    ("differs", lambda facts: facts.wanted == "stopped" and facts.stands not in ("", "down", "start_failed")),
    ("resting", lambda facts: facts.wanted == "stopped" and facts.stands in ("down", "start_failed")),
    ("start_failed", lambda facts: facts.stands == "start_failed"),
    ("stopped", lambda facts: facts.wanted == "started" and facts.stands == "down"),
    ("restarting", lambda facts: facts.stands == "restarting"),
    ("unhealthy", lambda facts: facts.stands == "unhealthy"),
    ("refuted", _other_mode),
    ("refuted", lambda facts: facts.proof == "refuted"),
    ("other_image", lambda facts: "image" in facts.differs),
    ("differs", lambda facts: bool(facts.differs)),
    ("refused", lambda facts: facts.refused),
    ("proven", lambda facts: facts.wanted == "started" and facts.proof == "proven"),
    ("refused", lambda facts: facts.verdict == "no"),
    ("inconclusive", lambda facts: facts.proof == "inconclusive"),
    ("runs", lambda facts: facts.stands == "up" or facts.verdict in ("yes", "by_rule")),
    ("unknown", lambda facts: True),
)

# outcome -> (section, level, what is told, what to do), in the order in which a reader wants to see them. Sections and
# levels are those of report/findings.py; without a section there is nothing to be told.
OUTCOMES: dict[str, tuple[str, str, str, str]] = {
    "missing": (
        "broken",
        "bad",
        "is not there",
        "Deploy it (playbook winfleet.containers.site), or take it out of the inventory.",
    ),
    "restarting": (
        "broken",
        "bad",
        "restarts again and again",
        "Its log and exit code say why it ends (docker logs NAME, docker inspect NAME); correct its command, image or "
        "env and deploy it again.",
    ),
    "start_failed": (
        "broken",
        "bad",
        "could not be started",
        "Its error says why (docker inspect NAME, State.Error); deploying it again tries it once more (playbook "
        "winfleet.containers.site).",
    ),
    "dead": (
        "broken",
        "bad",
        "is dead: the engine began to remove it, and never starts it again",
        "Deploy it again (playbook winfleet.containers.site), which removes it and creates it anew.",
    ),
    "removing": (
        "broken",
        "bad",
        "is being removed, or its removal hangs",
        "Look again in a moment; where it stays so, restart the service docker (Restart-Service docker), which stops "
        "the host's other containers for that time.",
    ),
    "stopped": (
        "broken",
        "bad",
        "is stopped",
        "Start it again by deploying it (playbook winfleet.containers.site); its log and exit code say why it ended. "
        "If it is to rest, declare state: stopped.",
    ),
    "unhealthy": (
        "broken",
        "bad",
        "is unhealthy",
        "The last lines of its health check say why (docker inspect NAME).",
    ),
    "refused": ("broken", "bad", "is refused", "Change what is declared as the reason says."),
    "refuted": (
        "isolation",
        "bad",
        "is not isolated as declared",
        "Deploy it again, so that it is created in the declared mode (playbook winfleet.containers.site); until then "
        "take it for not isolated.",
    ),
    "other_image": (
        "broken",
        "warn",
        "runs another image than declared",
        "Deploy it again (playbook winfleet.containers.site).",
    ),
    "differs": (
        "broken",
        "warn",
        "is not as declared",
        "Deploy it again (playbook winfleet.containers.site).",
    ),
    "left": (
        "broken",
        "warn",
        "is still there, though declared absent",
        "Deploy the project again (playbook winfleet.containers.site), which removes it.",
    ),
    "inconclusive": (
        "isolation",
        "warn",
        "could not be proven to be isolated as declared",
        "The evidence says what could not be read; write the report again, as a user who may read it.",
    ),
    "unknown": ("", "unknown", "is not judged", ""),
    "runs": ("", "ok", "runs, not proven", ""),
    "resting": ("", "ok", "rests, as declared", ""),
    "proven": ("", "ok", "is proven isolated as declared", ""),
}
OUTCOME_ORDER = tuple(OUTCOMES)


def standing(facts: Facts) -> str:
    """The outcome of a container, a key of OUTCOMES."""
    return next(name for name, fits in RULES if fits(facts))


def level_of(outcome: str) -> str:
    return OUTCOMES[outcome][1]
