"""What happens when an image is pulled: which manifest is taken, what is refused, and what the stream says.

Choice and refusals: moby daemon/internal/distribution/pull_v2_windows.go (isolation.md 1.13). What fails before the
registry gave
a manifest is an answer with a status; what fails later is the stream's last line, as `Pulling from` was sent already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .references import Reference
from .registry import Entry, Manifest, Registry
from .texts import refusal
from .versions import EngineVersion
from .wording import human_size

Line = dict[str, Any]
MCR = "mcr.microsoft.com"  # answers `manifest unknown` for what it does not have, where Docker Hub asks for a login


def find_entry(registry: Registry, reference: Reference, version: EngineVersion) -> Entry:
    """The registry's entry of a reference; ApiError for what fails before the stream begins."""
    if not registry.knows_host(reference.host):
        raise refusal("no_such_host", version, host=reference.host)
    entry = registry.find(reference)
    if entry and not entry.denied:
        return entry
    if registry.knows_repository(reference) or (reference.host == MCR and entry is None):
        raise refusal("manifest_unknown", version, ref=reference.familiar)
    raise refusal("pull_denied", version, repository=reference.familiar_repository)


def choose(entry: Entry, build: int, version: EngineVersion) -> Manifest:
    """The manifest that this host takes; ApiError (told inside the stream) where there is none.

    From a list: other architectures, other systems and newer builds are left out, the host's own build goes first, the
    rest keeps the list's order. Revisions never count.
    """
    if not entry.is_list:
        manifest = entry.manifests[0]
        if manifest.os != "windows":
            raise refusal("image_os", version, os=manifest.os)
        if manifest.build is not None and manifest.build > build:
            image = ".".join(manifest.os_version.split(".")[:3])
            raise refusal("image_too_new", version, image=image, version=f"10.0.{build}")
        return manifest
    fitting = [
        manifest for manifest in entry.manifests
        if manifest.os == "windows" and manifest.architecture == "amd64" and (manifest.build or 0) <= build
    ]  # fmt: skip
    if not fitting:
        raise refusal("no_matching_manifest", version, version=f"10.0.{build}")
    return sorted(fitting, key=lambda manifest: manifest.build != build)[0]


def progress(entry: Entry, manifest: Manifest, have: bool) -> Iterator[Line]:
    """The stream's lines after `Pulling from`, without the last one."""
    if not have:
        layers = [(digest[7:19], manifest.size // max(1, len(manifest.layers))) for digest in manifest.layers]
        for layer, _size in layers:
            yield {"status": "Pulling fs layer", "progressDetail": {}, "id": layer}
        for layer, size in layers:
            for part in (1, 2):
                yield _bar("Downloading", layer, size * part // 2, size)
            yield {"status": "Verifying Checksum", "progressDetail": {}, "id": layer}
            yield {"status": "Download complete", "progressDetail": {}, "id": layer}
        for layer, size in layers:
            yield _bar("Extracting", layer, size, size)
            yield {"status": "Pull complete", "progressDetail": {}, "id": layer}
    yield {"status": f"Digest: {entry.digest}"}


def begin(reference: Reference) -> Line:
    """The stream's first line."""
    return {"status": f"Pulling from {reference.repository}", "id": reference.tag or reference.digest}


def end(reference: Reference, have: bool) -> Line:
    """The stream's last line."""
    news = "Image is up to date for" if have else "Downloaded newer image for"
    return {"status": f"Status: {news} {reference.familiar}"}


def failure(text: str) -> Line:
    """The last line of a stream that failed."""
    return {"errorDetail": {"message": text}, "error": text}


def distribution(registry: Registry, reference: Reference, version: EngineVersion) -> dict[str, Any]:
    """The body of GET /distribution/NAME/json: the descriptor and the platforms. Raises ApiError."""
    if not registry.knows_host(reference.host):
        raise refusal("no_such_host", version, host=reference.host)
    entry = registry.find(reference)
    if entry is None or entry.denied:
        known = entry is None and (reference.host == MCR or registry.knows_repository(reference))
        raise refusal("distribution_unknown" if known else "distribution_denied", version)
    from_list = "list.v2" if entry.is_list else "v2"
    platforms = []
    for manifest in entry.manifests:
        os_version = {"os.version": manifest.os_version} if manifest.os_version else {}
        platforms.append({"architecture": manifest.architecture, "os": manifest.os, **os_version})
    return {
        "Descriptor": {
            "mediaType": f"application/vnd.docker.distribution.manifest.{from_list}+json",
            "digest": entry.digest, "size": 1127 + 421 * (len(entry.manifests) - 1),
        },
        "Platforms": platforms,
    }  # fmt: skip


def _bar(status: str, layer: str, current: int, total: int) -> Line:
    filled = 50 * current // max(1, total)
    bar = "=" * filled + (">" if filled < 50 else "") + " " * (49 - filled)
    return {
        "status": status, "progressDetail": {"current": current, "total": total}, "id": layer,
        "progress": f"[{bar}]  {human_size(current)}/{human_size(total)}",
    }  # fmt: skip
