# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the sentences mean with which the engine refuses an option or a mount? Regular expressions, the most special
first."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import Explanation

_MOUNTS = "moby/moby daemon/volume/mounts/windows_parser.go"


def _option(cause: str, way_out: str, source: str = "moby/moby daemon/internal/runconfig") -> Explanation:
    return Explanation(cause, "create", way_out, source)


def _mount(cause: str, way_out: str) -> Explanation:
    return Explanation(cause, "create", way_out, _MOUNTS)


OPTION_TEXTS: tuple[tuple[str, Explanation], ...] = (
    (
        r"privileged mode",
        _option("Windows has no privileged containers", "Leave out privileged."),
    ),
    (
        r"read-only mode",
        _option("Windows has no read-only root file system", "Leave out read_only; make mounts read-only instead."),
    ),
    (
        r"invalid option: Windows does not support|CPU real-time",
        _option("Windows does not have this option", "Leave it out."),
    ),
    (
        r"conflicting options: Nano CPUs",
        _option("cpus goes with neither cpu_percent nor cpu_shares", "Give one of them."),
    ),
    (
        r"range of (CPUShares|CPUPercent|CPUs)|CPUCount cannot be negative",
        _option("a CPU option is out of its range", "Give another value."),
    ),
    (
        r"conflicting options:",
        _option("two options exclude each other", "Leave out one of the two that the message names."),
    ),
    (
        r"resource updating isn't supported",
        _option("Windows cannot change a container's resources", "Remove and create it again."),
    ),
    (
        r"can't create 'AutoRemove' container with restart policy",
        _option("a container that removes itself cannot have a restart policy", "Leave out one of the two."),
    ),
    (
        r"working directory '.*' is invalid",
        _option("the working directory is not absolute", "Give a path like C:\\app."),
    ),
    (
        r"message readmode pipes not supported",
        _mount("the program in the container is too old for named pipes", "Update it (go-winio 0.4.8)."),
    ),
    (
        r"named pipe mounts are not supported|is not a valid pipe path",
        _mount("the pipe cannot be mounted", r"Write it \\.\pipe\NAME on both ends."),
    ),
    (
        r"bind source path does not exist",
        _mount("the folder of the host is not there", "Make it first: Windows does not create it."),
    ),
    (
        r"source path must be a directory|Only directories can be mapped",
        _mount("single files cannot be mounted", "Mount their folder."),
    ),
    (
        r"destination path .* cannot be|cannot be 'c:'",
        _mount("a mount cannot replace drive C:", "Mount to a folder below it."),
    ),
    (r"mount type unknown|does not support tmpfs", _mount("Windows has no such mount", "Use bind, volume or npipe.")),
    (
        r"reserved word for Windows filenames",
        _mount("the volume has a name that Windows keeps for itself", "Name it otherwise."),
    ),
    (r"field ReadOnly must not be specified", _mount("a named pipe cannot be read-only", "Leave out read_only.")),
    (
        r"invalid (mount config|mount path|volume specification|mode:|propagation mode)",
        _mount("a mount is not written as Windows wants it", "See mounts."),
    ),
)
