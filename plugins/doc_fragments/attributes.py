# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attributes that the collection's modules share."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  action:
    description: The module runs on the controller and makes at most two remote calls, and some more while an image is pulled.
    support: full
  async:
    description: Supports being used with the C(async) keyword.
    support: none
    details:
      - A run is several remote calls that belong together. What takes long, a pull, runs on the host in a process of its own by itself, and outlives
        the connection.
  become:
    description: Is usable with C(become), where the connection's user is not an administrator of the host.
    support: partial
    details:
      - The module leaves C(become) (C(runas)) to Ansible and knows nothing of it; it has not been tried on Windows, and the simulated hosts
        cannot carry it out.
  platform:
    description: The hosts that the module works on.
    support: full
    platforms: windows
  idempotent:
    description: A second run in the same state changes nothing.
    support: full
notes:
  - The host needs Windows PowerShell 5.1, the .NET Framework 4.7.2 that it brings, and nothing else; it is reached over the connection that
    Ansible has to it, C(winrm) or C(psrp). Nobody has tried C(ssh).
author:
  - winfleet.containers contributors (@winfleet)
"""

    CHANGES = r"""
attributes:
  check_mode:
    description: Looks and plans, and changes nothing.
    support: full
  diff_mode:
    description: Shows what differs, and only that.
    support: full
"""

    READS = r"""
attributes:
  check_mode:
    description: Changes nothing in any mode.
    support: full
  diff_mode:
    description: There is nothing to differ.
    support: none
"""
