# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images are on the host at all?"""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, nullable
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import moment

NO_NAME = "<none>"  # an engine before 25.0 writes it where an image has no name


@dataclass(frozen=True)
class ListedImage:
    """One row of `/images/json`."""

    id: str = at("Id")
    told_tags: tuple[str, ...] = nullable("RepoTags", ())
    digests: tuple[str, ...] = nullable("RepoDigests", ())
    created: int | None = at("Created", None)

    def built_before(self, seconds: int, now: str | None) -> bool:
        """Whether it was built more than so many seconds ago, by the engine's clock; not where that is not known."""
        at_most = moment(now)
        if at_most is None or self.created is None:
            return False
        return at_most.timestamp() - self.created > seconds

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(tag for tag in self.told_tags if NO_NAME not in tag)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.tags, *(digest for digest in self.digests if not digest.startswith(NO_NAME)))


def ask_listed(questions: EngineQuestions) -> None:
    questions.ask("images", "/images/json")


def listed_of(replies: EngineReplies) -> tuple[ListedImage, ...] | None:
    """None where they were not asked."""
    return tuple(replies.reply("images").rows(ListedImage)) if "images" in replies else None
