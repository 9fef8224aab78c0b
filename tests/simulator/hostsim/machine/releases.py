"""Which Windows releases there are, and what each says of itself.

The last field of a row names the item of recorded outputs that its values come from; `GK` = general knowledge, not
recorded. A revision marked GK is a plausible one of that build, no more.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """One release: `name` as fleet files spell it, `product` without the edition, `lab` = BuildLabEx."""

    name: str
    kind: str
    build: int
    revision: int
    product: str
    display_version: str | None
    release_id: str
    lab: str
    product_id: str
    source: str


RS1 = "14393.693.amd64fre.rs1_release.161220-1747"
RS2 = "15063.0.amd64fre.rs2_release.170317-1834"
RS3 = "16299.431.amd64fre.rs3_release_svc_escrow.180502-1908"
RS4 = "17134.1.amd64fre.rs4_release.180410-1804"
RS5 = "17763.1.amd64fre.rs5_release.180914-1434"
H1_19 = "18362.1.amd64fre.19h1_release.190318-1202"
VB = "19041.1.amd64fre.vb_release.191206-1406"
FE = "20348.859.amd64fre.fe_release_svc_prod2.220707-1832"
ZN = "25398.1.amd64fre.zn_release.230816-1413"
CO = "22000.1.amd64fre.co_release.210604-1628"
NI = "22621.1.amd64fre.ni_release.220506-1250"
GE = "26100.1.amd64fre.ge_release.240331-1435"
SAC_ID = "00376-40000-00000-AA947"
CLIENT_ID = "00330-80000-00000-AA000"

RELEASES: tuple[Release, ...] = (
    Release("2016", "server", 14393, 2580, "Windows Server 2016", None, "1607", RS1, "00376-40000-00000-AA947",
            "A1.1 lab, A9.1 id, A9.13 revision"),
    Release("1709", "server", 16299, 611, "Windows Server", None, "1709", RS3, SAC_ID,
            "A1.8 (a client's lab and revision)"),
    Release("1803", "server", 17134, 2208, "Windows Server", None, "1803", RS4, SAC_ID, "GK"),
    Release("2019", "server", 17763, 6054, "Windows Server 2019", None, "1809", RS5, "00429-00521-62775-AA946",
            "A9.2, A9.11; A5.3 revision (an image's)"),
    Release("1809", "server", 17763, 6054, "Windows Server", None, "1809", RS5, SAC_ID, "A9.3, A9.11"),
    Release("1903", "server", 18362, 356, "Windows Server", None, "1903", H1_19, SAC_ID, "A2.1 revision, else GK"),
    Release("1909", "server", 18363, 1556, "Windows Server", None, "1909", H1_19, SAC_ID, "GK"),
    Release("2004", "server", 19041, 1415, "Windows Server", None, "2004", VB, SAC_ID, "GK"),
    Release("20H2", "server", 19042, 1889, "Windows Server", "20H2", "2009", VB, SAC_ID, "A1.9 version, else GK"),
    Release("2022", "server", 20348, 2113, "Windows Server 2022", "21H2", "2009", FE, "00453-60000-00000-AA756",
            "A9.10"),
    Release("23H2", "server", 25398, 1128, "Windows Server", "23H2", "2009", ZN, SAC_ID, "GK"),
    Release("2025", "server", 26100, 4061, "Windows Server 2025", "24H2", "2009", GE, "00491-60000-00000-AA000", "GK"),
    Release("10 1607", "client", 14393, 577, "Windows 10", None, "1607", RS1, CLIENT_ID, "A9.4 revision"),
    Release("10 1703", "client", 15063, 2679, "Windows 10", None, "1703", RS2, CLIENT_ID, "GK"),
    Release("10 1709", "client", 16299, 611, "Windows 10", None, "1709", RS3, CLIENT_ID, "A1.8"),
    Release("10 1803", "client", 17134, 2208, "Windows 10", None, "1803", RS4, CLIENT_ID, "GK"),
    Release("10 1809", "client", 17763, 107, "Windows 10", None, "1809", RS5, CLIENT_ID, "A1.6"),
    Release("10 1903", "client", 18362, 356, "Windows 10", None, "1903", H1_19, CLIENT_ID, "A2.1 revision, else GK"),
    Release("10 1909", "client", 18363, 1556, "Windows 10", None, "1909", H1_19, CLIENT_ID, "GK"),
    Release("10 2004", "client", 19041, 1415, "Windows 10", None, "2004", VB, CLIENT_ID, "GK"),
    Release("10 20H2", "client", 19042, 1889, "Windows 10", "20H2", "2009", VB, CLIENT_ID, "GK"),
    Release("10 21H1", "client", 19043, 2364, "Windows 10", "21H1", "2009", VB, CLIENT_ID, "GK"),
    Release("10 21H2", "client", 19044, 3086, "Windows 10", "21H2", "2009", VB, CLIENT_ID, "A9.12, lab GK"),
    Release("10 22H2", "client", 19045, 5011, "Windows 10", "22H2", "2009", VB, CLIENT_ID, "GK"),
    Release("11 21H2", "client", 22000, 2538, "Windows 11", "21H2", "2009", CO, CLIENT_ID, "GK"),
    Release("11 22H2", "client", 22621, 3593, "Windows 11", "22H2", "2009", NI, CLIENT_ID, "GK"),
    Release("11 23H2", "client", 22631, 4317, "Windows 11", "23H2", "2009", NI, CLIENT_ID, "GK"),
    Release("11 24H2", "client", 26100, 4061, "Windows 11", "24H2", "2009", GE, CLIENT_ID, "GK"),
    Release("11 25H2", "client", 26200, 6584, "Windows 11", "25H2", "2009", GE, CLIENT_ID, "GK"),
)  # fmt: skip


def release_named(name: str) -> Release:
    """The release that a fleet file calls `name` ("2022", "11 24H2"; any case). Raises ValueError."""
    for release in RELEASES:
        if release.name.lower() == str(name).strip().lower():
            return release
    raise ValueError(f"release {name!r} is not known; known are: {', '.join(each.name for each in RELEASES)}")


def release_built(build: int, kind: str) -> Release:
    """The first release of `kind` ("server", "client") with this build. Raises ValueError."""
    for release in RELEASES:
        if release.build == int(build) and release.kind == kind:
            return release
    known = sorted({each.build for each in RELEASES if each.kind == kind})
    raise ValueError(f"no {kind} release has build {build}; known builds are: {', '.join(map(str, known))}")
