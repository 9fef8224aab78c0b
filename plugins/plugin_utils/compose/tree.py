# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in a file of compose's, as it is written? Of a compose file its keys, lists and texts, as compose's own
loader will see them: what is not seen here could name a file that nobody looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

MOST_NODES = 200_000  # with what anchors repeat
MOST_BYTES = 1024**2
VAULT = b"$ANSIBLE_VAULT"
NULL = "tag:yaml.org,2002:null"
UNREADABLE = "is no YAML that can be read"
UTF_8 = "is no text in UTF-8, which is what compose reads: save it as UTF-8 (Windows PowerShell's > writes UTF-16)"


class Loader(yaml.SafeLoader):
    """Takes every tag as what it stands at: compose's own (!reset, !override), and those of YAML, of which a !!set is a
    mapping to compose, and to Python a set without values."""

    yaml_constructors = {}
    yaml_multi_constructors = {}


def _plainly(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if "binary" in tag:
        raise yaml.constructor.ConstructorError(None, None, "!!binary hides a text: write it", node.start_mark)
    return None if tag == NULL else node.value


Loader.add_multi_constructor("", _plainly)


def documents(path: Path) -> Iterator[Mapping[str, Any]]:
    """Those of a compose file. Raises Refused; of what stands in the file only the place of the fault is told."""
    content = written(path)
    try:
        found = list(_constructed(Loader(content)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Refused([f"{path}{place}: is no YAML: {error.problem}"]) from None
    except _TooLarge:
        raise Refused([f"{path}: is too large: its anchors come to more than {MOST_NODES} values"]) from None
    except yaml.reader.ReaderError as error:
        other = error.encoding != "unicode" or not error.character  # a NUL of UTF-16 without its mark
        raise Refused([f"{path}: {UTF_8 if other else UNREADABLE}"]) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise Refused([f"{path}: {UNREADABLE}"]) from None
    yield from (one for one in found if isinstance(one, Mapping))


def variables(path: Path) -> str:
    """The text of a file of variables. Raises Refused where compose would read something else out of it."""
    content = written(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refused([f"{path}: {UTF_8}"])
    return text


def written(path: Path) -> bytes:
    """Raises Refused; a pipe would be waited for."""
    if path.exists() and not path.is_file():
        raise Refused([f"{path}: is no file"])
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused([f"{path}: cannot be read ({error.strerror})"]) from None
    if len(content) > MOST_BYTES:
        raise Refused([f"{path}: is larger than {MOST_BYTES // 1024**2} MB, which no file of compose's is"])
    if content.startswith(VAULT):
        raise Refused(
            [f"{path}: is encrypted with ansible-vault, which compose cannot read: keep the secrets in compose_env"]
        )
    return content


class _TooLarge(Exception):
    pass


def _constructed(loader: Loader) -> Iterator[Any]:
    """Each document, once it is known how much its anchors come to."""
    while loader.check_node():
        node = loader.get_node()
        if node is None:
            return
        if _weight(node, {}) > MOST_NODES:
            raise _TooLarge
        yield loader.construct_document(node)


def _weight(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values it comes to; of one that holds itself too many."""
    if id(node) not in known:
        known[id(node)] = MOST_NODES + 1
        inner: list[Any] = node.value if isinstance(node, yaml.CollectionNode) else []
        flat = [part for item in inner for part in (item if isinstance(item, tuple) else (item,))]
        known[id(node)] = 1 + sum(_weight(part, known) for part in flat)
    return known[id(node)]
