"""How does the engine read its file? moby daemon/config/config.go getConflictFreeConfiguration, in its order:
bytes to text, text to JSON, keys that are no option's, keys that the command line has as well, types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..go_json import Anything, Map, NotThatType, read
from ..go_syntax import NoJson, parse
from .addresses import NotAllowed, masked
from .flag_table import Number
from .flags import Flags
from .go_format import SPACES, quoted, shown
from .keys import NRI, config_of
from .values import Bool

ANY_TABLE = Map(Anything())
BUFFER = 4096  # bytes that Go's transformer takes at a time
# tables that are one value; all others are taken apart, so that `proxies` gives `http-proxy`
FLAT: tuple[tuple[Number, tuple[str, ...]], ...] = (
    ((29, 0), ("nri-opts",)),
    ((0,), ("cluster-store-opts", "default-network-opts", "log-opts", "runtimes", "default-ulimits", "features",
            "builder")),
)  # fmt: skip
# keys without a flag that are known all the same
WITHOUT_FLAG: tuple[tuple[Number, tuple[str, ...]], ...] = (
    ((29, 0), ("min-api-version",)),
    ((0,), ("features", "builder", "deprecated-key-path", "allow-nondistributable-artifacts")),
)
UNKNOWN = "the following directives don't match any configuration option: "
TWICE = "the following directives are specified both as a flag and in the configuration file: "
RENAMED = {"host-gateway-ip": "host-gateway-ips"}
KNOWS_MARKS = (23, 0)  # isolation.md 5.1
SAYS_JSON = (29, 7, 2)  # since then `invalid JSON: ` is said before Go's words


def text_of(content: bytes, number: Number) -> str:
    """By the byte order mark, else UTF-8. Raises NotAllowed."""
    if number < KNOWS_MARKS:
        return content.decode("utf-8", "surrogateescape")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16-le" if content[:1] == b"\xff" else "utf-16-be"
        return content[2:].decode(encoding, "replace")
    mark = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    try:
        return content[mark:].decode("utf-8")
    except UnicodeDecodeError as error:
        taken = min(len(content), mark + (error.start // BUFFER + 1) * BUFFER)
        raise NotAllowed(f"failed to decode configuration JSON at offset {taken}: encoding: invalid UTF-8") from error


def read_file(content: bytes, flags: Flags, number: Number) -> tuple[dict[str, Any], set[str]]:
    """The file's part of the configuration, and the keys that stand in it. Raises NotAllowed."""
    text = text_of(content, number).strip(SPACES)
    if not text:
        return dict(config_of(number).zero), set()
    told = _decoded(number, lambda: read(ANY_TABLE, parse(text))) or {}
    keys = flattened(told, number)
    check_keys(keys, flags, number)
    _switch(keys, flags)
    found: dict[str, Any] = _decoded(number, lambda: _typed(told, text, number))
    if found["host-gateway-ip"]:
        found["host-gateway-ips"] = [found["host-gateway-ip"]]
    return found, set(keys)


def _decoded(number: Number, decode: Callable[[], Any]) -> Any:
    """What a decoding gives. Raises NotAllowed with Go's words for it."""
    try:
        return decode()
    except (NoJson, NotThatType, NotAllowed) as error:
        raise NotAllowed(f"{'invalid JSON: ' if number >= SAYS_JSON else ''}{error}") from error


def _typed(told: dict[str, Any], text: str, number: Number) -> Any:
    check_own_readers(told, number)
    return read(config_of(number), parse(text, every=True))


def flattened(document: dict[str, Any], number: Number) -> dict[str, Any]:
    flat = _rows(FLAT, number)
    keys: dict[str, Any] = {}
    for key, value in document.items():
        if isinstance(value, dict) and key not in flat:
            keys.update(value)
        else:
            keys[key] = value
    return keys


def check_keys(keys: dict[str, Any], flags: Flags, number: Number) -> None:
    """Raises NotAllowed for keys that nobody knows, or for those that the command line has as well."""
    named = {value.name for value in flags.values.values() if value.name}
    known = {*flags.table, *named, *_rows(WITHOUT_FLAG, number)}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise NotAllowed(UNKNOWN + ", ".join(unknown))
    twice = []
    for name in flags.visited():
        value = flags.values[name]
        key = value.name or next((key for key in (name, flags.table[name].short) if key in keys), "")
        if key in keys and key != "runtimes":
            twice.append(_both(key, str(value), keys[key]))
    problems = []
    for old, new in RENAMED.items():
        if old in keys and new in keys:
            problems.append(f"{old} and {new} must not both be specified in the config file")
        if old in keys and old in flags.changed:
            twice.append(_both(old, str(flags.values[old]), keys[old]))
    if twice:
        problems.append(TWICE + ", ".join(twice))
    if problems:
        raise NotAllowed("\n".join(problems))


def check_own_readers(document: dict[str, Any], number: Number) -> None:
    """`nri-opts` takes no member that it does not know (moby daemon/pkg/opts/nri_opts.go). Raises NoJson."""
    nri = document.get("nri-opts")
    if number >= (29, 2) and isinstance(nri, dict):
        known = {member.name for member in NRI.members}
        for name in nri:
            if name.lower() not in known:
                raise NoJson(f"json: unknown field {quoted(name)}")


def _both(key: str, flag: str, file: Any) -> str:
    told = shown(file)
    if key in ("http-proxy", "https-proxy"):
        flag, told = masked(flag), masked(told)
    return f"{key}: (from flag: {flag}, from file: {told})"


def _switch(keys: dict[str, Any], flags: Flags) -> None:
    """A flag that is true or false takes the file's value, also one that steers the program: `"validate": true` in
    the file ends a start with `configuration OK`."""
    for key, value in keys.items():
        flag = flags.values.get(key)
        if isinstance(flag, Bool):
            try:
                flag.set(shown(value))
            except NotAllowed:
                continue


def _rows(table: tuple[tuple[Number, tuple[str, ...]], ...], number: Number) -> set[str]:
    return {name for since, names in table if number >= since for name in names}
