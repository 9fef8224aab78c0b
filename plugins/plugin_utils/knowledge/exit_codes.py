# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the exit code of a container's program say? Windows gives 32 bits, which some tools show as a negative
number.

Codes from 0xC0000000 are NTSTATUS (MS-ERREF 2.3): the program was ended, or never began. The others are the
program's own, but for those with which the engine and Windows' shells end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Exit:
    """`name` is Windows' own (empty for what has none), `means` a clause, `way_out` a sentence or nothing."""

    name: str
    means: str
    way_out: str = ""


_MISSING = (
    "The image lacks what the program needs: try servercore instead of nanoserver, or put the runtime (for instance "
    "the "
    "Visual C++ redistributable) into the image."
)
_OTHER_IMAGE = "Program and image do not fit: build the program for this image's Windows, or take another base image."
_PATCH = "Patch the host, and pull an image of the same or a later month."
_MEMORY = "Give the container more memory (option memory), or the host."
_OWN = "It is the program's own crash: look into its log."

EXIT_CODES: dict[int, Exit] = {
    0xC0000005: Exit("STATUS_ACCESS_VIOLATION", "the program touched memory that is not its own and crashed", _OWN),
    0xC0000008: Exit("STATUS_INVALID_HANDLE", "the program used a handle that is none", _OWN),
    0xC0000017: Exit("STATUS_NO_MEMORY", "there was not enough memory", _MEMORY),
    0xC000001D: Exit(
        "STATUS_ILLEGAL_INSTRUCTION", "the processor does not know an instruction of the program", _OTHER_IMAGE
    ),
    0xC0000022: Exit(
        "STATUS_ACCESS_DENIED",
        "the program may not open something that it needs",
        "See the option user of the container.",
    ),
    0xC000007B: Exit(
        "STATUS_INVALID_IMAGE_FORMAT",
        "a 32-bit program or library meets a 64-bit one, or a file of it is damaged",
        "nanoserver runs 64-bit programs only: build it for 64 bits, or use servercore.",
    ),
    0xC0000094: Exit("STATUS_INTEGER_DIVIDE_BY_ZERO", "the program divided by zero and crashed", _OWN),
    0xC000009A: Exit("STATUS_INSUFFICIENT_RESOURCES", "the host is short of resources", _MEMORY),
    0xC00000FD: Exit("STATUS_STACK_OVERFLOW", "the program's stack ran over", _OWN),
    0xC000012D: Exit("STATUS_COMMITMENT_LIMIT", "memory and paging file are used up", _MEMORY),
    0xC0000135: Exit("STATUS_DLL_NOT_FOUND", "a DLL that the program needs is not in the image", _MISSING),
    0xC0000138: Exit(
        "STATUS_ORDINAL_NOT_FOUND", "a DLL in the image is of another version than the program needs", _MISSING
    ),
    0xC0000139: Exit(
        "STATUS_ENTRYPOINT_NOT_FOUND", "a DLL in the image lacks a function that the program needs", _MISSING
    ),
    0xC000013A: Exit("STATUS_CONTROL_C_EXIT", "it was asked to end (Ctrl+C or a stop)"),
    0xC0000142: Exit(
        "STATUS_DLL_INIT_FAILED",
        "a DLL of the program could not begin; for 32-bit programs host and image stand on different sides of the "
        "updates "
        "of February 2020",
        _PATCH,
    ),
    0xC00002C5: Exit(
        "STATUS_DATATYPE_MISALIGNMENT_ERROR", "the program touched memory that is not aligned and crashed", _OWN
    ),
    0xC0000374: Exit("STATUS_HEAP_CORRUPTION", "the program damaged its own memory and crashed", _OWN),
    0xC0000409: Exit(
        "STATUS_STACK_BUFFER_OVERRUN",
        "the program ended itself at once (fail fast); where it is lsass, host and image are patched to different "
        "months",
        _PATCH,
    ),
    0xC0000417: Exit("STATUS_INVALID_CRUNTIME_PARAMETER", "the program gave its C runtime a wrong parameter", _OWN),
    0xC000041D: Exit("STATUS_FATAL_USER_CALLBACK_EXCEPTION", "the program crashed in a callback", _OWN),
    0xC0000420: Exit("STATUS_ASSERTION_FAILURE", "an assertion of the program failed", _OWN),
    0xC06D007E: Exit("", "a DLL that the program loads late is not in the image", _MISSING),
    0x80000003: Exit("STATUS_BREAKPOINT", "the program ran into a breakpoint", _OWN),
    0xE0434352: Exit("", "an exception of .NET was not caught", _OWN),
    0xE06D7363: Exit("", "an exception of C++ was not caught", _OWN),
    0x80131506: Exit("COR_E_EXECUTIONENGINE", ".NET itself crashed", _OWN),
    0x8000FFFF: Exit("E_UNEXPECTED", "something that .NET or PowerShell did not expect", _OWN),
    0xFFFFFFFF: Exit("", "the program ended with -1, often an exception that it did not catch", _OWN),
    128: Exit("", "the engine could not start it", "The engine's own error says why."),
    255: Exit("", "nobody knows how it ended: the engine did not run then"),
    1067: Exit("ERROR_PROCESS_ABORTED", "it was ended from outside"),
    9009: Exit(
        "",
        "cmd.exe does not know the command",
        "Check command and entrypoint: the program is not in the image or not in PATH.",
    ),
    64000: Exit("", "PowerShell could not begin", "Check the arguments of powershell in command and entrypoint."),
    0xFFFD0000: Exit(
        "", "PowerShell could not load its script file", "Check the path behind -File in command and entrypoint."
    ),
}

_NTSTATUS = 0xC0000000


def unsigned(code: int) -> int:
    """-1073741515 and 3221225781 are the same 32 bits."""
    return code & 0xFFFFFFFF if -(2**31) <= code < 2**32 else code


def exit_code_text(code: int) -> str:
    """`exit code 3221225781 (0xC0000135 STATUS_DLL_NOT_FOUND: a DLL that ... is not in the image)`; the bare number
    where it is the program's own."""
    number = unsigned(code)
    known = EXIT_CODES.get(number)
    if known is None and number < _NTSTATUS:
        return f"exit code {code}"
    hexadecimal = f"0x{number:08X} " if number >= 0x80000000 else ""
    if known is None:
        return f"exit code {code} ({hexadecimal}is a status of Windows that is not known here)"
    words = f"{known.name}: {known.means}" if known.name else known.means
    return f"exit code {code} ({hexadecimal}{words})"


def exit_code_way_out(code: int) -> str:
    """What to do about it, a sentence; empty where nothing is known."""
    known = EXIT_CODES.get(unsigned(code))
    return known.way_out if known else ""
