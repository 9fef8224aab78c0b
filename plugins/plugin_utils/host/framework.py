# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Has this host the .NET Framework that the host programs are written for? Windows Server 2019 and newer bring it,
Windows Server 2016 brings 4.6.2. Asked in the first look of every module, so that it is said before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import registry
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Part

NEEDED = 461808  # the least Release of 4.7.2
# The least Release of each version:
# https://learn.microsoft.com/dotnet/framework/install/how-to-determine-which-versions-are-installed
VERSIONS: dict[int, str] = {
    378389: "4.5",
    378675: "4.5.1",
    379893: "4.5.2",
    393295: "4.6",
    394254: "4.6.1",
    394802: "4.6.2",
    460798: "4.7",
    461308: "4.7.1",
    NEEDED: "4.7.2",
}
FRAMEWORK = r"HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full"
FRAMEWORK_LOOK: Look = {"verb": "registry", "path": FRAMEWORK, "names": ["Release"]}


class FrameworkPart(Part):
    """It stands before a module's own parts, and its result is nobody's. Where the host does not say which version it
    has, the others' looks tell what is wrong."""

    name = "framework"

    def looks(self, course: Course) -> list[Look]:
        return [FRAMEWORK_LOOK]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        (answer,) = answers
        release = registry.framework(answer.value, FRAMEWORK).release if answer.ok else None
        if release is not None and release < NEEDED:
            raise Refused([too_old(release)])
        return Decision()


def too_old(release: int) -> str:
    known = [version for least, version in VERSIONS.items() if least <= release]
    has = f"{known[-1]} (Release {release})" if known else f"an older one (Release {release})"
    return (
        ".NET Framework 4.7.2 or newer is needed on the host, by the programs that look and act there; this host has "
        f"{has} (Windows Server 2016 brings 4.6.2). Install .NET Framework 4.8 there "
        "(https://dotnet.microsoft.com/download/dotnet-framework/net48), restart the host, and run the play again."
    )
