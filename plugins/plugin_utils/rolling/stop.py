# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does a rolling deploy go on? A host that is begun with joins a group that is named after its batch, and at its end
another, by whether it is well: so every host can tell at once, whatever the strategy. What is in neither once its batch
is over fell out of the run, and failed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of

GROUP = re.compile(r"deploy_batch_([0-9]+)_of_([0-9]+)")
WELL, ILL = "deploy_well", "deploy_ill"


def deploy_stop(groups: Mapping[str, Sequence[str]], most: float | str, now: Collection[str] = ()) -> str:
    """Why it goes on no further; empty where it does. `most` is the percentage of the hosts of a batch that may fail,
    `now` are the hosts of the batch that is not over."""
    well, ill = set(groups.get(WELL, ())), set(groups.get(ILL, ()))
    for name in sorted(groups):
        found, batch = GROUP.fullmatch(name), set(groups[name])
        failed = sorted(batch & ill if batch & set(now) else batch - well)
        if found and 100 * len(failed) > float(most) * int(found[2]):
            return (
                f"the run stopped: {len(failed)} of {found[2]} hosts of a batch failed ({first_of(failed, 3)}), and "
                f"deploy_max_fail_percentage is {float(most):g}"
            )
    return ""
