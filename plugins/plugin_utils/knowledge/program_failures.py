# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why did a host program not even begin? By what PowerShell writes: its error ids first, which are the same in every
language, then its words."""

from __future__ import annotations

import re

PROGRAM_FAILURES: tuple[tuple[str, str], ...] = (
    (
        r"InConstrainedLanguage|CannotCreateTypeConstrainedLanguage|only on core types in this language mode|"
        r"ConstrainedLanguage|language mode",
        "PowerShell runs in constrained language mode for this account (AppLocker, or App Control for Business, "
        "once WDAC), "
        "in which Ansible's modules for Windows cannot run. Let the policy trust the scripts of this account, or "
        "use an account "
        "to which it does not apply ($ExecutionContext.SessionState.LanguageMode shows the mode).",
    ),
    (
        r"ScriptContainedMaliciousContent|malicious content|0x800700E1",
        "The virus scanner (AMSI) blocked the program. Exclude Ansible's scripts of this account, or report it to "
        "the scanner's maker.",
    ),
    (
        r"UnauthorizedAccess,|PSSecurityException|running scripts is disabled|about_Execution_Policies",
        "The execution policy, set by a group policy, does not let scripts run. Allow RemoteSigned or Unrestricted "
        "for this account.",
    ),
    (
        r"ScriptRequiresUnmatchedPSVersion|ScriptRequiresUnmatchedPSVersion|#requires. statement",
        "The host has an older PowerShell than 5.1. Install Windows Management Framework 5.1, or a newer Windows.",
    ),
    (
        r"OutOfMemoryException|0x8007000E|WSManInvalidShellId.*quota|MaxMemoryPerShellMB",
        "The shell ran out of memory. Raise MaxMemoryPerShellMB of WinRM (Set-Item "
        "WSMan:\\localhost\\Shell\\MaxMemoryPerShellMB 1024), or "
        "the host's memory.",
    ),
)
ELSE = "It needs Windows PowerShell 5.1 and a user who may run it."


def why_not_run(*texts: str | None) -> str:
    """The sentence for what PowerShell wrote; what the programs need where nothing of it is known."""
    joined = "\n".join(text for text in texts if text)
    return next((told for pattern, told in PROGRAM_FAILURES if re.search(pattern, joined, re.IGNORECASE)), ELSE)
