# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection's version, as galaxy.yml says it (a test compares)."""

from __future__ import annotations

VERSION = "0.2.0-dev0"
