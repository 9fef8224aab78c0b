# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which volumes does the host have? Asked only where a set declares one, or one may go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, nullable
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of


@dataclass(frozen=True, kw_only=True)
class Volume:
    """One row of `/volumes`."""

    name: str = at("Name")
    driver: str = at("Driver", "local")
    labels: Mapping[str, str] = nullable("Labels", {})


@dataclass(frozen=True)
class Volumes:
    rows: tuple[Volume, ...] = nullable("Volumes", ())


def ask_volumes(questions: EngineQuestions) -> None:
    questions.ask("volumes", path_of("/volumes"))


def volumes_of(replies: EngineReplies) -> tuple[Volume, ...] | None:
    """None where they were not asked."""
    return replies.reply("volumes").required(Volumes).rows if "volumes" in replies else None
