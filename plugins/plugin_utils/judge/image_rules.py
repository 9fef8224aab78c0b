# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image fits which host? The rules about builds and revisions, one a row."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import hypervisor
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.published import PAGE, published
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import Finding, Question, Rule
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import (
    FIRST_CONTAINER_BUILD,
    LTSC_BUILDS,
    image_tag,
    kernel,
    release,
)

HCSSHIM = "https://github.com/microsoft/hcsshim/blob/main/osversion/platform_compat_windows.go"
PLATFORMS = "https://github.com/containerd/platforms/blob/main/platform_windows_compat.go"
PULL = "https://github.com/moby/moby/issues/39328"
FEBRUARY_2020 = "https://support.microsoft.com/help/4542617"
PATCH_LEVEL = "https://github.com/microsoft/Windows-Containers/issues/591"

# From this host build on, process isolation takes older images, down to this same build.
RANGE_FLOOR = 20348
# Above this host build hcsshim and containerd disagree about the oldest image that process isolation takes.
LAST_AGREED_HOST = 26100
# build -> revision of the February 2020 updates (KB4532691, KB4532693 and their like), over which 32-bit programs
# break.
FEBRUARY_2020_REVISIONS = {14393: 3504, 16299: 1686, 17134: 1304, 17763: 1039, 18362: 657, 18363: 657}


# Images are of the server's Windows, whose revisions the client of this build counts otherwise since 2026.
COUNT_APART = {(26100, "client")}
# The release whose servers can be patched without a restart, and then keep an older revision.
HOTPATCHED = 26100
# Hosts on which the newest images were seen to fail in both modes: (host build, kind, image build), and what runs
# instead.
TROUBLED = {(26200, "client", 26100): "ltsc2022"}
UNRECOGNISED_LAYER = "https://github.com/microsoft/hcsshim/issues/2566"
ARCHITECTURE = (
    "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/system-requirements"
)


def architecture(asked: Question) -> Finding | None:
    """Windows starts no container of another processor: it has no emulation for them."""
    host, image = asked.host.get("architecture"), asked.image_architecture
    if host is None or image is None or host == image:
        return None
    if host == "arm64":
        fact = f"{asked.host_text} is arm64; no published table names {image} images there"
        return Finding("unknown", f"image for {image}", fact, ("Use an image for arm64, or a host of amd64.",))
    return Finding("no", f"image for {image}", f"the host's processor is {host}", (f"Use an image for {host}.",))


def troubled(asked: Question) -> Finding | None:
    if asked.image is None:
        return None
    instead = TROUBLED.get((asked.build or 0, asked.kind or "", asked.image[0]))
    if instead is None:
        return None
    remedy = (
        f"If the start fails with 0xc0370112 (a layer with an unrecognized format), use the tag {instead}, which runs."
    )
    return Finding("note", f"image build {asked.image[0]}", asked.host_text, (remedy,))


def image_known(asked: Question) -> Finding | None:
    if asked.image is None:
        value = f"OS version {asked.image_text}" if asked.image_text else "OS version not known"
        return Finding(
            "unknown",
            value,
            asked.host_text,
            ("Give the image's OS version (10.0.BUILD.REVISION) or a tag like ltsc2022.",),
        )
    return None


def image_is_container_base(asked: Question) -> Finding | None:
    if asked.image and asked.build is not None and asked.image[0] < FIRST_CONTAINER_BUILD:
        return Finding("no", f"image build {asked.image[0]}", asked.host_text, (_older_tags(asked),))
    return None


def not_newer(asked: Question) -> Finding | None:
    if asked.image is None or asked.build is None or asked.image[0] <= asked.build:
        return None
    needed = release(asked.image[0], "server")
    remedies = (_older_tags(asked), f"Or use a host of build {asked.image[0]} or newer ({needed.name}).")
    return Finding("no", f"image build {asked.image[0]}", asked.host_text, remedies)


def process_builds(asked: Question) -> Finding | None:
    if asked.mode != "process" or asked.image is None or asked.build is None or asked.image[0] > asked.build:
        return None
    image = asked.image[0]
    fits = _one_kernel(asked, image) if asked.build < RANGE_FLOOR else image >= RANGE_FLOOR
    return _with_published(asked, image, fits)


def _one_kernel(asked: Question, image: int) -> bool:
    """Equal builds, or builds of one kernel of which no published cell says otherwise."""
    build = _known_build(asked)
    return image == build or (kernel(image) == kernel(build) and not published(asked.kind, build, image))


def process_floor(asked: Question) -> Finding | None:
    if asked.mode != "process" or asked.image is None or asked.build is None or asked.build <= LAST_AGREED_HOST:
        return None
    if not RANGE_FLOOR <= asked.image[0] < LAST_AGREED_HOST:
        return None
    fact = f"{asked.host_text}: containerd takes images from build 20348 on, hcsshim from build 26100 on"
    return Finding("by_rule", f"image build {asked.image[0]}", fact, ("The tag ltsc2025 fits by both rules.",))


def hyperv_builds(asked: Question) -> Finding | None:
    if asked.mode != "hyperv" or asked.image is None or asked.build is None or asked.image[0] > asked.build:
        return None
    return _with_published(asked, asked.image[0], True)


def revision_2016(asked: Question) -> Finding | None:
    host, image = _revisions(asked)
    if asked.mode == "process" and asked.build == 14393 and host is not None and image is not None and host != image:
        remedy = f"Use the image of revision {host} (tag 10.0.14393.{host}), or patch the host to revision {image}."
        return Finding("by_rule", f"image revision {image}", f"host revision {host}", (remedy,))
    return None


def february_2020(asked: Question) -> Finding | None:
    host, image = _revisions(asked)
    line = FEBRUARY_2020_REVISIONS.get(asked.build or 0)
    if asked.mode != "process" or line is None or host is None or image is None or (host < line) == (image < line):
        return None
    remedy = "Patch the older of host and image to February 2020 or later, else 32-bit programs exit with 0xC0000142."
    return Finding("note", f"image revision {image}", f"host revision {host}", (remedy,))


def patch_level(asked: Question) -> Finding | None:
    host, image = _revisions(asked)
    if asked.mode != "process" or asked.build == 14393 or host is None or image is None or image <= host:
        return None
    if asked.build == HOTPATCHED and asked.kind == "server":
        remedy = (
            "A hotpatched Windows Server 2025 may trail in its revision without harm; without hotpatching install "
            "Windows updates "
            f"(revision {image} or newer) if a start fails with 0xc0370106."
        )
        return Finding("note", f"image revision {image}", f"host revision {host}", (remedy,))
    remedy = f"Install Windows updates on the host, to revision {image} or newer: a start may fail with 0xc0370106."
    return Finding("note", f"image revision {image}", f"host revision {host}", (remedy,))


IMAGE_RULES: tuple[Rule, ...] = (
    Rule("an image whose OS version is not known cannot be judged", PAGE, image_known),
    Rule("the first container images are of build 14393", PAGE, image_is_container_base),
    Rule(
        "an image newer than the host never runs: it is refused at the pull, and Hyper-V isolation does not help",
        PULL,
        not_newer,
    ),
    Rule(
        "process isolation: equal builds below host build 20348, from there on images of build 20348 up to the host's",
        HCSSHIM,
        process_builds,
    ),
    Rule("above host build 26100 the two rules in use disagree about older images", PLATFORMS, process_floor),
    Rule("Hyper-V isolation: the image's build must not be newer than the host's", PAGE, hyperv_builds),
    Rule("Windows Server 2016: process isolation wants equal revisions (not enforced)", PAGE, revision_2016),
    Rule("process isolation must not cross the updates of February 2020", FEBRUARY_2020, february_2020),
    Rule("process isolation wants a host patched at least as far as its image", PATCH_LEVEL, patch_level),
    Rule("host and image are for the same processor", ARCHITECTURE, architecture),
    Rule("some starts of this image fail on this release of Windows", UNRECOGNISED_LAYER, troubled),
)


def _known_build(asked: Question) -> int:
    """The host's build, where the rules before have made sure that it is known. Raises ValueError where it is not."""
    if asked.build is None:
        raise ValueError("the host's build is not known")
    return asked.build


def _with_published(asked: Question, image: int, fits: bool) -> Finding:
    """The rule's answer, raised to "yes" where a published cell lists it."""
    host_build = _known_build(asked)
    value = f"image build {image}"
    cell = published(asked.kind, host_build, image)
    if cell and cell.lists(asked.mode):
        return Finding("yes", value, f"{asked.host_text}: listed as supported", (), cell.source)
    if not fits:
        return Finding("no", value, asked.host_text, _instead(asked))
    fact = (
        f"{asked.host_text}: the published table does not list it"
        if cell
        else f"{asked.host_text}: no published table names it"
    )
    return Finding("by_rule", value, fact)


def _revisions(asked: Question) -> tuple[int | None, int | None]:
    """Host's and image's revision where both have the same build, and count alike."""
    if asked.image is None or asked.image[0] != asked.build or (asked.build, asked.kind) in COUNT_APART:
        return None, None
    return asked.host.get("revision"), asked.image[1]


def process_tag(build: int) -> str | None:
    """The tag of the newest published image that process isolation takes on a host of this build, None without one."""
    if build >= RANGE_FLOOR:
        return image_tag(max(row for row in LTSC_BUILDS if row <= build))
    return image_tag(build)


def _older_tags(asked: Question) -> str:
    """Which images this host takes in the mode asked for."""
    host_build = _known_build(asked)
    tags = [image_tag(build) for build in sorted(LTSC_BUILDS, reverse=True) if build <= host_build]
    if not tags:
        return "No published image runs on this host."
    if asked.mode == "hyperv":
        return f"Use an image of the tag {' or '.join(str(tag) for tag in tags[:2])}."
    if process_tag(host_build):
        return _process_remedy(host_build)
    return f"{_process_remedy(host_build)} Use isolation: hyperv with an image of the tag {tags[0]}."


def _instead(asked: Question) -> tuple[str, ...]:
    """What runs instead of an older image whose build process isolation does not take."""
    host_build = _known_build(asked)
    able = hypervisor(asked.host, asked.prepared)
    if able["verdict"] != "no":
        return _process_remedy(host_build), "Use isolation: hyperv, which takes this image on this host."
    once = f"Isolation hyperv would take this image once Hyper-V runs here. {able['remedies'][0]}"
    return _process_remedy(host_build), once


def _process_remedy(build: int) -> str:
    tag = process_tag(build)
    if tag:
        return f"Use an image of the tag {tag}, which fits build {build} in process isolation."
    return f"No published image fits build {build} in process isolation."
