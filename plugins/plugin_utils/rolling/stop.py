# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a rolling deploy go on? A host that failed joins a group that is named after its batch, so that every host can
tell at once, whatever the strategy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

GROUP = re.compile(r"deploy_failed_([0-9]+)_of_([0-9]+)")


def deploy_stop(groups: Mapping[str, Sequence[str]], most: float) -> str:
    """Why it goes on no further; empty where it does. `most` is the percentage of the hosts of a batch that may
    fail."""
    for name in sorted(groups):
        found = GROUP.fullmatch(name)
        failed = groups[name] if found else []
        if found and 100 * len(failed) > most * int(found[2]):
            told = ", ".join(sorted(failed)[:3]) + (f" and {len(failed) - 3} more" if len(failed) > 3 else "")
            return (
                f"the run stopped: {len(failed)} of {found[2]} hosts of a batch failed ({told}), and "
                f"deploy_max_fail_percentage is {most:g}"
            )
    return ""
