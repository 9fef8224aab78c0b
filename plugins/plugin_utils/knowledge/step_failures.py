# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does it mean where a step on the machine itself (a file, a service, an archive) fails? A table by the type and
the code of the error, with one reader; texts of Windows may be in any language."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Failure

MACHINE_VERBS = frozenset({"download", "unpack", "folder", "file", "service", "dockerd", "group", "environment"})


@dataclass(frozen=True)
class Row:
    """`verbs` and `types` or `codes` that it is about (empty: any); `means` is told, with the way out. `words`: whether
    the host's own words follow. HResults of Windows: the last four digits are the code of winerror.h."""

    means: str
    source: str
    verbs: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    words: bool = True


WINERROR = "winerror.h"
ROWS: tuple[Row, ...] = (
    Row(
        "The archive is another file than the one that is declared, or was damaged on its way. Compare checksum with "
        "the one that its publisher tells, and run the play again.",
        "docs/verbs.md",
        ("download", "unpack"),
        types=("digest",),
    ),
    Row(
        "The archive does not hold an engine in a way that is understood: one folder with dockerd.exe, and no path "
        "that leads out of it. Nothing of it was unpacked.",
        "docs/verbs.md",
        ("unpack",),
        types=("entry",),
    ),
    Row(
        "The archive holds another version than the one that is declared. Declare that version, or give the right "
        "archive with its checksum.",
        "docs/verbs.md",
        ("dockerd",),
        types=("version",),
    ),
    Row(
        "The archive's programs cannot be run on this host: they are for another processor than its own (x86_64), or "
        "damaged. Take the archive of its architecture.",
        # .NET Framework's Process.Start: the HResult is E_FAIL whatever the code of Windows was
        "learn.microsoft.com, Win32Exception; winerror.h E_FAIL",
        ("dockerd",),
        codes=("0x80004005",),
    ),
    Row(
        "The archive's programs are not for this machine's processor. Take the archive of its architecture (x86_64).",
        f"{WINERROR} ERROR_BAD_EXE_FORMAT 193, ERROR_EXE_MACHINE_TYPE_MISMATCH 216",
        ("dockerd", "service"),
        codes=("0x800700c1", "0x800700d8", "193", "216"),
    ),
    Row(
        "The disk is full. Make room, and run the play again; what was got before is gone on with.",
        f"{WINERROR} ERROR_DISK_FULL 112, ERROR_HANDLE_DISK_FULL 39",
        codes=("0x80070070", "0x80070027"),
    ),
    Row(
        "The connection's user may not do this on the host. Connect as a member of its Administrators.",
        f"{WINERROR} ERROR_ACCESS_DENIED 5",
        codes=("0x80070005", "5"),
    ),
    Row(
        "Another program has the file open: an engine that still runs, or a virus scanner. Run the play again.",
        f"{WINERROR} ERROR_SHARING_VIOLATION 32, ERROR_LOCK_VIOLATION 33",
        codes=("0x80070020", "0x80070021"),
    ),
    Row(
        "There is such a service already.",
        f"{WINERROR} ERROR_SERVICE_EXISTS 1073",
        codes=("0x80070431", "1073"),
    ),
    Row(
        "The service is marked for deletion and goes when the last program that has it open ends (services.msc, Task "
        "Manager). Close them or restart the host, and run the play again.",
        f"{WINERROR} ERROR_SERVICE_MARKED_FOR_DELETE 1072",
        codes=("0x80070430", "1072"),
    ),
    Row(
        "The service is disabled. Enable it (Set-Service -StartupType Automatic), and run the play again.",
        f"{WINERROR} ERROR_SERVICE_DISABLED 1058",
        codes=("0x80070422", "1058"),
    ),
    Row(
        "It did not come to that in time; Windows or the engine is slow. Raise the option timeout, and run the play "
        "again.",
        "docs/verbs.md",
        types=("timeout",),
    ),
    Row(
        "The server of the archive does not give it: look at the URL and, where it wants a login, at headers.",
        "docs/verbs.md",
        ("download",),
        types=("status",),
    ),
    Row(
        "The server of the archive was not reached from the host. Look at its name, proxy and firewall, or give the "
        "archive as a file of the controller.",
        ".NET System.Net.Http",
        ("download",),
        types=(
            "System.Net.WebException",
            "System.Net.Http.HttpRequestException",
            "System.Net.Sockets.SocketException",
            "System.Security.Authentication.AuthenticationException",
        ),
    ),
    Row(
        "The download was cut off; what has come is kept, and the next run goes on with it.",
        ".NET System.IO",
        ("download",),
        types=("System.IO.IOException", "System.IO.EndOfStreamException"),
    ),
    Row(
        "The engine's service ended, so that nothing answers.",
        "docs/verbs.md",
        ("wait",),
        types=("state",),
    ),
)


def known(verb: str, error: Failure) -> Row | None:
    """The first row that is about it."""
    code = error.code.lower()
    return next(
        (
            row
            for row in ROWS
            if (not row.verbs or verb in row.verbs) and (error.type in row.types or (code and code in row.codes))
        ),
        None,
    )
