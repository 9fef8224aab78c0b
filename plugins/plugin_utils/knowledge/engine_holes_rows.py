# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The known holes of the engine and its command-line client on Windows. Read with engine_holes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 11, 27)

NOTES_29 = "https://docs.docker.com/engine/release-notes/29/"


@dataclass(frozen=True)
class Row:
    """One hole: its ids (a CVE first where there is one), the part that has it, the versions that close it (one for
    each line that got the repair, the newest last), the version that brought it (None = all before), and whether it
    keeps a new installation from being made; the others are told."""

    ids: tuple[str, ...]
    part: str
    what: str
    closed: tuple[str, ...]
    source: str
    since: str | None = None
    refuses: bool = False


# A row refuses where something that a container or any user of the host does leads out of the container, to another
# user's rights, or ends the engine. Holes of runc, of mounts into Linux containers and of Swarm's overlay are not of
# Windows and stand not here (CVE-2026-41568, CVE-2026-42306, CVE-2026-92542).
ROWS: tuple[Row, ...] = (
    Row(
        ("CVE-2026-41567", "GHSA-x86f-5xw2-fm2r"),
        "engine",
        "a compressed archive that is copied into a container is unpacked by a program of the container's, with the "
        "engine's rights",
        ("25.0.17", "29.5.1"),
        "https://github.com/moby/moby/security/advisories/GHSA-x86f-5xw2-fm2r",
        refuses=True,
    ),
    Row(
        ("CVE-2026-17106", "GHSA-hfg8-hc9c-6c3h"),
        "engine",
        "copying out of a container may write outside the target folder, and so run a program as who copies",
        ("29.7.0",),
        NOTES_29 + "#2970",
        refuses=True,
    ),
    Row(
        ("CVE-2025-15558", "GHSA-p436-gjf2-799p"),
        "client",
        "the command-line client runs plugins from C:\\ProgramData\\Docker\\cli-plugins, a folder that any user may "
        "make",
        ("29.2.0",),
        "https://github.com/docker/cli/security/advisories/GHSA-p436-gjf2-799p",
        since="19.03.0",
        refuses=True,
    ),
    Row(
        ("moby#51822",),
        "engine",
        "a container with the network none ends the whole engine when it stops while another one runs",
        ("29.1.4",),
        "https://github.com/moby/moby/issues/51822",
        since="26.1.0",
        refuses=True,
    ),
    Row(
        ("CVE-2026-34040", "GHSA-x744-4wpc-v9h2"),
        "engine",
        "a large request passes an authorization plugin unseen",
        ("25.0.16", "29.3.1"),
        "https://github.com/moby/moby/releases/tag/docker-v29.3.1",
    ),
    Row(
        ("CVE-2024-41110", "GHSA-v23v-6jw2-98fq"),
        "engine",
        "a request without a length passes an authorization plugin unseen",
        ("23.0.15", "25.0.6", "26.1.5", "27.1.1"),
        "https://github.com/moby/moby/security/advisories/GHSA-v23v-6jw2-98fq",
    ),
    Row(
        ("CVE-2024-24557", "GHSA-xw73-rw38-6vjc"),
        "engine",
        "the classic builder, the usual one on Windows, takes a made-up image for a cached step",
        ("24.0.9", "25.0.2"),
        "https://github.com/moby/moby/security/advisories/GHSA-xw73-rw38-6vjc",
    ),
    Row(
        ("CVE-2026-15788", "CVE-2026-15789", "CVE-2026-15791", "CVE-2026-15792", "CVE-2026-15793"),
        "engine",
        "BuildKit lets a build run commands by a Git bundle, end the engine, and reach beyond a cache mount of a "
        "Windows build",
        ("29.6.2",),
        NOTES_29 + "#2962",
    ),
    Row(
        ("CVE-2026-92543", "CVE-2026-53493"),
        "engine",
        "a false answer of the name server leads a pull past the registry's certificate, and a made-up image index "
        "uses up memory",
        ("29.8.2",),
        NOTES_29 + "#2982",
    ),
    Row(
        ("CVE-2026-56857", "CVE-2026-97032", "CVE-2026-78659", "CVE-2026-78663", "CVE-2026-78669"),
        "engine",
        "a junction in the data root leads the engine to make a folder outside it, and an HTTP/2 client may end the "
        "engine",
        ("29.9.0",),
        "https://github.com/moby/moby/releases/tag/docker-v29.9.0",
    ),
)
