"""How do a command line and a file become a configuration? moby cmd/dockerd/daemon.go loadDaemonCliConfig."""

from __future__ import annotations

import ntpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from . import addresses, rules
from .addresses import PIPE, TCP_HOST, TLS_PORT, NotAllowed
from .checks import validate
from .flag_table import Number
from .flags import Flags
from .go_format import quoted, trimmed
from .keys import config_of
from .reading import read_file

NO_FILE = "The system cannot find the file specified."
USUAL_MTU = 1500
MTU = "WARNING: MTU for the default network is not configurable on Windows, and this option will be ignored."
MERGED = "merged configuration validation from file and command line flags failed: "


class Missing(Exception):
    """A file that cannot be read, in Go's words: `open C:\\x: The system cannot find the file specified.`

    `absent` says that it is not there, which only a file that was named must be."""

    def __init__(self, text: str, absent: bool = True) -> None:
        super().__init__(text)
        self.absent = absent


class Files(Protocol):
    """What a program sees of the disk."""

    def __call__(self, path: str) -> bytes: ...  # raises Missing


@dataclass(frozen=True)
class Loaded:
    """The whole configuration under the file's names, the keys that stand in the file, and the file's path."""

    values: dict[str, Any]
    in_file: frozenset[str]
    path: str
    file_read: bool
    warnings: tuple[str, ...] = ()


def load(flags: Flags, read: Files, number: Number) -> Loaded:
    """Raises NotAllowed with the text that dockerd ends with."""
    given = _given(flags, read, number)
    path = flags["config-file"] or _join(given["data-root"], "config", "daemon.json")
    values, in_file, file_read = given, set[str](), False
    try:
        content = read(path)
    except Missing as error:
        if "config-file" in flags.changed or not error.absent:
            raise NotAllowed(_unable(path, error)) from error
    else:
        try:
            found, in_file = read_file(content, flags, number)
            values = _merged(found, {**given, **_bound(flags)}, in_file)
            _check(values, number)
        except NotAllowed as error:
            raise NotAllowed(_unable(path, error)) from error
        file_read = True
    values["hosts"] = _hosts(values, number)
    validate(values, number)
    values["labels"] = rules.without_conflicts(values["labels"] or [])
    if "tlsverify" in in_file:
        values["tls"] = True
    if values["tlsverify"] is None:
        values["tlsverify"] = values["tls"]
    _check_tls(values, read)
    warnings = (MTU,) if values["mtu"] not in (0, USUAL_MTU) else ()
    return Loaded(values, frozenset(in_file), path, file_read, warnings)


def _unable(path: str, why: Exception) -> str:
    return f"unable to configure the Docker daemon with file {path}: {why}"


def _check(values: dict[str, Any], number: Number) -> None:
    try:
        validate(values, number)
    except NotAllowed as error:
        raise NotAllowed(MERGED + str(error)) from error


def _bound(flags: Flags) -> dict[str, Any]:
    """The values of flags that are the configuration's own, and follow the file where it has their name."""
    return {flag.field: flags[name] for name, flag in flags.table.items() if flag.field and flag.field != "proxies"}


def _given(flags: Flags, read: Files, number: Number) -> dict[str, Any]:
    """The configuration of the command line, with the defaults of all flags."""
    given: dict[str, Any] = {**config_of(number).zero, **_bound(flags)}
    given["dns-search"] = flags["dns-search"]
    given["proxies"] = {name: flags[name] for name in ("http-proxy", "https-proxy", "no-proxy")}
    given["debug"] = flags["debug"]
    verify = "tlsverify" in flags.changed
    if "tls" in flags.changed or verify:
        given["tls"] = True if verify else flags["tls"]
    if verify:
        given["tlsverify"] = flags["tlsverify"]
    if flags["tls"] or verify:
        given["tlscacert"] = flags["tlscacert"]
        for name in ("tlscert", "tlskey"):
            there = name in flags.changed or _is_there(read, flags[name])
            given[name] = flags[name] if there else ""
    return given


def _merged(found: dict[str, Any], given: dict[str, Any], in_file: set[str]) -> dict[str, Any]:
    """What is zero in the file is the command line's (mergo); tables are joined."""
    values = dict(found)
    for key, value in given.items():
        if isinstance(value, dict):
            own = values.get(key) or {}
            values[key] = {**value, **{name: each for name, each in own.items() if each or name not in value}}
        elif key in values and values[key] in (None, "", 0, [], False):
            # of the pointers only one that is nil
            values[key] = values[key] if key in ("tls", "tlsverify") and values[key] is not None else value
    if "default-stop-timeout" in in_file:
        values["default-stop-timeout"] = found["default-stop-timeout"]
    return values


def _hosts(values: dict[str, Any], number: Number) -> list[str]:
    """Each once, sorted; the default is the pipe, with TLS a port. Raises NotAllowed."""
    default = f"tcp://{TCP_HOST}:{TLS_PORT}" if values["tls"] else PIPE
    told = [trimmed(host) for host in values["hosts"] or []]
    if number >= (29, 2):
        told = [host for host in told if host]
    return sorted({addresses.listening(host) if host else default for host in told or [""]})


def _check_tls(values: dict[str, Any], read: Files) -> None:
    """go-connections' tlsconfig: no certificate of a simulated host is a real one."""
    if not values["tls"]:
        return
    pair = f"(cert: {quoted(values['tlscert'])}, key: {quoted(values['tlskey'])})"
    for name in ("tlscert", "tlskey"):
        _read_or(read, values[name], f"invalid TLS configuration: could not load X509 key pair {pair}: ")
    if values["tlsverify"] is not False and values["tlscacert"]:
        ca = quoted(values["tlscacert"])
        _read_or(read, values["tlscacert"], f"invalid TLS configuration: could not read CA certificate {ca}: ")


def _read_or(read: Callable[[str], bytes], path: str, words: str) -> None:
    try:
        if not path:
            raise Missing(f"open : {NO_FILE}")
        read(path)
    except Missing as error:
        raise NotAllowed(words + str(error)) from error


def _is_there(read: Files, path: str) -> bool:
    try:
        read(path)
    except Missing:
        return False
    return True


def _join(*parts: str) -> str:
    """filepath.Join: an empty root is left out."""
    return ntpath.normpath("\\".join(part for part in parts if part))
