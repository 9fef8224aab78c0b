# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The published versions of the engine and the lines they belong to. Read with engine_versions."""

from __future__ import annotations

from datetime import date

AS_OF = date(2026, 11, 27)

TAGS = "https://github.com/moby/moby/tags"
CLIENT_TAGS = "https://pkg.go.dev/github.com/docker/cli?tab=versions"
BRANCHES = "https://github.com/moby/moby/blob/master/project/BRANCHES-AND-TAGS.md"
END_OF_LIFE = "https://endoflife.date/docker-engine"
SYSTEM = "https://github.com/moby/moby/pull/43254"
ARCHIVES = "https://download.docker.com/win/static/stable/x86_64/"

# (first version, first Windows build on which it starts, source): checkSystem in moby's daemon/daemon_windows.go.
FIRST_BUILDS: tuple[tuple[str, int, str], ...] = (
    ("1.13.0", 14393, "https://github.com/moby/moby/blob/v20.10.24/daemon/daemon_windows.go"),
    ("22.06.0-beta.0", 17763, SYSTEM),
)

# (builds below, newest engine that Docker published for them, source).
LAST_PUBLISHED: tuple[tuple[int, str, str], ...] = ((17763, "20.10.24", ARCHIVES),)

# (line, who keeps it, last day of its support or None, source). 23.0 and 25.0 outlived Docker's own support: Mirantis
# and Amazon keep them.
LINES: tuple[tuple[str, str, str | None, str], ...] = (
    ("17.06", "", "2017-09-29", END_OF_LIFE),
    ("17.09", "", "2017-11-17", END_OF_LIFE),
    ("17.12", "", "2018-02-10", END_OF_LIFE),
    ("18.03", "", "2018-05-10", END_OF_LIFE),
    ("18.06", "", "2018-12-08", END_OF_LIFE),
    ("18.09", "", "2019-08-22", END_OF_LIFE),
    ("19.03", "", "2021-01-08", END_OF_LIFE),
    ("20.10", "", "2023-12-10", END_OF_LIFE),
    ("23.0", "Mirantis", "2025-05-19", BRANCHES),
    ("24.0", "", "2024-06-08", END_OF_LIFE),
    ("25.0", "Mirantis, Amazon", "2026-12-04", BRANCHES),
    ("26.0", "", "2024-06-08", END_OF_LIFE),
    ("26.1", "", "2025-02-17", END_OF_LIFE),
    ("27", "", "2025-05-03", END_OF_LIFE),
    ("28", "", "2026-05-13", "https://github.com/moby/moby/commit/9418053039"),
    ("29", "Docker, Microsoft", None, BRANCHES),
)

# Lines in which Docker stopped to publish programs before the last tag: the patches after this one are others' builds
# (Mirantis) of moby's tags.
DOCKERS_LAST: dict[str, str] = {"20.10": "20.10.24", "23.0": "23.0.6", "25.0": "25.0.5", "26.1": "26.1.4"}

# (major.minor, days on which its patches .0, .1, .2 and so on were tagged). "-" was never a release, "?" has no known
# day. From 29.9.1 on the days are those of the client's tags, which has the engine's number.
RELEASES: tuple[tuple[str, str], ...] = (
    ("17.06", "2017-06-20 2017-08-17 2017-09-05"),
    ("17.09", "2017-09-22 2017-12-07"),
    ("17.12", "2017-12-15 2018-02-07"),
    ("18.03", "2018-03-14 2018-04-25"),
    ("18.06", "2018-07-18 2018-08-21 2019-02-11 2019-02-20"),
    (
        "18.09",
        "2018-11-08 2019-01-09 2019-02-11 2019-02-28 2019-03-28 2019-04-11 2019-05-06 2019-06-27 2019-07-17 2019-09-04",
    ),
    (
        "19.03",
        "2019-07-22 2019-07-26 2019-09-03 2019-10-08 2019-10-18 2019-11-14 2020-02-13 2020-03-04 "
        "2020-03-11 2020-05-18 2020-05-29 2020-06-01 2020-06-25 2020-09-17 2020-12-01 2021-02-01",
    ),
    (
        "20.10",
        "2020-12-09 2020-12-15 2021-01-05 2021-02-01 2021-02-26 2021-03-02 2021-04-12 2021-06-02 "
        "2021-08-04 2021-10-04 2021-10-25 2021-11-18 2021-12-13 2022-03-10 2022-03-24 2022-05-05 "
        "2022-05-12 2022-06-07 2022-09-09 2022-10-13 2022-10-18 2022-10-25 2022-12-16 2023-01-20 "
        "2023-04-04 2023-05-15 2023-09-27 2023-12-01",
    ),
    (
        "23.0",
        "2023-02-02 2023-02-10 2023-03-28 2023-04-05 2023-04-17 2023-04-26 2023-05-08 2023-09-27 "
        "2023-12-01 2024-01-30 2024-03-21 2024-05-06 2024-05-29 2024-06-20 2024-08-19 2024-10-07 "
        "2024-12-05 2025-05-15 2025-05-15",
    ),
    (
        "24.0",
        "2023-05-16 2023-05-19 2023-05-26 2023-07-06 2023-07-07 2023-07-24 2023-09-05 2023-10-26 2024-01-25 2024-02-01",
    ),
    (
        "25.0",
        "2024-01-19 2024-01-24 2024-02-01 2024-02-07 2024-03-07 2024-03-19 2024-07-25 2024-12-05 "
        "2025-02-03 2025-05-15 2025-05-15 2025-06-18 2025-07-15 2025-08-11 2025-11-06 2026-04-28 "
        "2026-05-13 2026-07-14 2026-09-30",
    ),
    ("26.0", "2024-03-20 2024-04-11 2024-04-18"),
    ("26.1", "2024-04-22 2024-04-30 2024-05-09 2024-05-16 2024-06-05 2024-07-23"),
    ("27.0", "- 2024-06-25 2024-06-26 2024-07-01"),
    ("27.1", "2024-07-22 2024-07-23 2024-08-13"),
    ("27.2", "2024-08-27 2024-09-09"),
    ("27.3", "2024-09-19 2024-09-20"),
    ("27.4", "2024-12-09 2024-12-18"),
    ("27.5", "2025-01-13 2025-01-22"),
    ("28.0", "2025-02-20 2025-02-26 2025-03-19 2025-03-25 2025-03-25"),
    ("28.1", "2025-04-17 2025-04-18"),
    ("28.2", "2025-05-28 2025-05-29 2025-05-30"),
    ("28.3", "2025-06-25 2025-07-02 2025-07-09 2025-07-25"),
    ("28.4", "2025-09-03"),
    ("28.5", "2025-10-02 2025-10-08 2025-11-05"),
    ("29.0", "2025-11-10 2025-11-14 2025-11-17 2025-11-24 2025-11-24"),
    ("29.1", "2025-11-27 2025-11-28 2025-12-02 2025-12-12 2026-01-08 2026-01-16"),
    ("29.2", "2026-01-26 2026-02-02"),
    ("29.3", "2026-03-05 2026-03-25"),
    ("29.4", "2026-04-07 2026-04-20 2026-05-01 2026-05-06"),
    ("29.5", "2026-05-14 2026-05-18 2026-05-20 2026-06-03"),
    ("29.6", "2026-06-18 2026-06-26 2026-07-16"),
    ("29.7", "2026-07-30 2026-07-31 2026-08-05"),
    ("29.8", "2026-09-03 2026-09-15 2026-09-30"),
    ("29.9", "2026-10-08 ? 2026-10-20 2026-11-03"),
    ("29.10", "2026-11-13 2026-11-24"),
)
