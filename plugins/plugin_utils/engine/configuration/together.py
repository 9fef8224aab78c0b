# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must go together: TLS with its files, a runtime with its containerd, the engine's pipe with the ports.

moby daemon/command/{daemon,options}.go loadDaemonCliConfig, daemon_windows.go initContainerd, daemon/daemon.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    TOLD,
    Context,
    Finding,
    said,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, known

V1, V2 = "com.docker.hcsshim.v1", "io.containerd.runhcs.v1"
EMBEDDED_SINCE = "29.7.0"
VERIFIES_SINCE = "20.10.0"  # moby cmd/dockerd/daemon.go: before, tls alone asks for no certificate
PIPE = "//./pipe/docker_engine"
TLS_FILES = ("tlscert", "tlskey", "tlscacert")
NO_LOGIN = "C:\\Windows\\system32\\config\\systemprofile\\.docker\\"
# Where the engine looks where a flag turns TLS on and none names the file
USUAL_FILES = {"tlscert": NO_LOGIN + "cert.pem", "tlskey": NO_LOGIN + "key.pem", "tlscacert": NO_LOGIN + "ca.pem"}


def uses_tls(values: Mapping[str, Any]) -> bool:
    """tlsverify turns it on, also one that is false."""
    return bool(values.get("tls")) or values.get("tlsverify") is not None


def verifies(values: Mapping[str, Any], version: Version | None) -> bool:
    """Whether only clients with a certificate are let in."""
    verify = values.get("tlsverify")
    if verify is None:
        old = version is not None and version.release < known(VERIFIES_SINCE)
        return bool(values.get("tls")) and not old
    return bool(verify)


def tls_files(values: Mapping[str, Any], flags: Flags | None) -> dict[str, str]:
    """The files that the engine opens for TLS, by their keys; "" where it has none and would not start."""
    if not uses_tls(values):
        return {}
    flagged = flags is not None and (flags.value("tls") is not None or flags.value("tlsverify") is not None)
    found = {key: values.get(key) or (USUAL_FILES[key] if flagged else "") for key in TLS_FILES}
    if values.get("tlsverify") is False or not found["tlscacert"]:  # nobody reads it
        del found["tlscacert"]
    return found


def tcp_hosts(values: Mapping[str, Any]) -> list[str]:
    """The listeners at a port, as they are given; with TLS the default is one."""
    hosts = [(host or "").strip() for host in values.get("hosts") or [""]]
    told = [host or ("tcp://127.0.0.1:2376" if uses_tls(values) else "npipe://") for host in hosts]
    return [host for host in told if host.startswith("tcp://") or "://" not in host]


def findings(context: Context) -> Iterator[Finding]:
    yield from _tls(context)
    yield from _pipe(context)
    yield from _containerd(context)


def _tls(context: Context) -> Iterator[Finding]:
    values = context.values
    on = "tlsverify" if values.get("tlsverify") is not None else "tls"
    files = tls_files(values, context.flags)
    lacking = [key for key, path in files.items() if not path]
    if lacking:
        yield Finding(
            ENDS, on, f"TLS is on without {' and '.join(lacking)}, and the engine does not start; name the files"
        )
    for key, path in files.items():
        if path and context.there.get(path) is False:
            yield Finding(ENDS, key, f"the host has no file {said(key, path)}; put it there first")
    if files and verifies(values, context.version) and not files.get("tlscacert"):
        yield Finding(TOLD, on, "without tlscacert every certificate that Windows trusts is let in; name the file")


def _pipe(context: Context) -> Iterator[Finding]:
    """This collection comes by the pipe, whatever else there is."""
    hosts = [host.strip() for host in context.texts("hosts")]
    tls = uses_tls(context.values)
    reached = [host for host in hosts or [""] if _is_pipe(host or ("" if tls else "npipe://"))]
    if reached:
        return
    if hosts:
        yield Finding(
            IDLE, "hosts", "the engine no longer listens at its pipe, by which this collection comes; add npipe://"
        )
    else:
        key = "tls" if context.values.get("tls") else "tlsverify"
        yield Finding(
            IDLE,
            key,
            "without hosts an engine with TLS listens at a port and no longer at its pipe, by which this "
            'collection comes; add hosts: ["npipe://"]',
        )


def _is_pipe(host: str) -> bool:
    kind, _separator, path = host.partition("://")
    return kind == "npipe" and (path or PIPE).replace("\\", "/").lower() == PIPE


def _containerd(context: Context) -> Iterator[Finding]:
    features, runtime = context.table("features"), context.text("default-runtime")
    embedded = bool(features.get("embedded-containerd")) and context.since(EMBEDDED_SINCE)
    if embedded and context.values.get("cri-containerd"):
        yield Finding(
            ENDS, "cri-containerd", "it does not go with the feature embedded-containerd; leave out one of them"
        )
    has_one = bool(context.text("containerd")) or embedded
    if runtime not in ("", V1, V2) and not (has_one and context.since("29.0.0")):
        kind = IDLE if context.since("29.0.0") else ENDS
        yield Finding(
            kind, "default-runtime", f"an engine for Windows has no runtime {said('', runtime)}; it has {V1}, {V2}"
        )
    elif runtime == V2 and not has_one:
        yield Finding(
            IDLE,
            "default-runtime",
            "the engine starts a containerd.exe of the PATH for it, and ends where there is none; "
            "name the pipe of one that runs in containerd",
        )
    if features.get("containerd-snapshotter") and not has_one and runtime != V2:
        yield Finding(
            ENDS,
            "features.containerd-snapshotter",
            "it needs a containerd; name the pipe of one that runs in containerd",
        )
