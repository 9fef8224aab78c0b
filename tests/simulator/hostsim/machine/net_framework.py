"""Which .NET Framework does a release come with, and how does its registry say so?

Releases and numbers: learn.microsoft.com/dotnet/framework/install/versions-and-dependencies and
how-to-determine-which-versions-are-installed.
"""

from __future__ import annotations

from typing import Any

KEY = "HKLM\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full"
#: (since this build of Windows, the version it comes with), newest first
SHIPPED: tuple[tuple[int, str], ...] = (
    (22621, "4.8.1"), (18362, "4.8"), (17134, "4.7.2"), (16299, "4.7.1"), (15063, "4.7"), (0, "4.6.2"),
)  # fmt: skip
#: version -> ((since this build, Release), ...), newest first, the last that of any other Windows; the text of Version
RELEASES: dict[str, tuple[tuple[tuple[int, int], ...], str]] = {
    "4.6.2": (((14393, 394802), (0, 394806)), "4.6.01586"),
    "4.7": (((15063, 460798), (0, 460805)), "4.7.02053"),
    "4.7.1": (((16299, 461308), (0, 461310)), "4.7.02558"),
    "4.7.2": (((17763, 461814), (17134, 461808), (0, 461814)), "4.7.03190"),
    "4.8": (((20348, 528449), (19041, 528372), (18362, 528040), (0, 528049)), "4.8.04161"),
    "4.8.1": (((26100, 533509), (22621, 533320), (0, 533325)), "4.8.09032"),
}


def shipped(build: int) -> str:
    return next(version for since, version in SHIPPED if build >= since)


def values(version: str, build: int) -> dict[str, Any]:
    """The values of the key. A version that came with Windows has Windows' own number."""
    numbers, text = RELEASES[version]
    own = version == shipped(build)
    number = next(number for since, number in numbers if build >= since) if own else numbers[-1][1]
    return {
        "CBS": 1, "Install": 1, "InstallPath": "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\",
        "Release": number, "Servicing": 0, "TargetVersion": "4.0.0", "Version": text,
    }  # fmt: skip
