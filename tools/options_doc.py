"""Writes docs/options.md out of the table of what becomes of an option of compose, docker_container or the API.

python tools/options_doc.py [--check]: with --check nothing is written, and the exit code is 1 where the file is not
current. It needs the collection on ANSIBLE_COLLECTIONS_PATH (make setup makes .tree).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "options.md"
sys.path.insert(0, str(ROOT / ".tree"))

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (  # noqa: E402
    ACCEPTED,
    NO_EFFECT,
    NOT_SENT,
    REFUSED,
    Refusal,
    Row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_beside import (  # noqa: E402
    BESIDE_OURS,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_elsewhere import (  # noqa: E402
    ELSEWHERE,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_lacking import (  # noqa: E402
    REFUSED_BY_THE_ENGINE,
    WITHOUT_EFFECT,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_later import (  # noqa: E402
    LATER,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_ours import (  # noqa: E402
    OURS,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_reaching import (  # noqa: E402
    REACHING,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_running import (  # noqa: E402
    RUNNING,
)

HEAD = """# What becomes of each option

Made from the table in `plugins/plugin_utils/knowledge` (`option_rows_*.py`) by `tools/options_doc.py`; a test compares,
and another walks what it says of the engine against moby's own engine for Windows (28.5.2 and 29.7.2, recorded; Windows
and its services were stood in for). The list of options is told once: the collection itself goes by it.

A word that is not an option here is refused before anything is sent, with its way out. Where its value asks for nothing
(`privileged: false`, `pids_limit: -1`: false, zero and what is empty, unless the row says otherwise), and where it does
no harm (the row says so), it is left out with a warning. Any spelling is understood: `mem_limit`, `memLimit`, `Memory`.

*refused*: the engine says no, when the container is made or (where said) started, with the status and its words in
brackets (a bar between words: one or the other). *no effect*: it says yes, and nothing comes of it. Versions are those
of the engine; where none is named, 28.5.2 and 29.7.2. Words with `.*` mean all that stands below. The member `?name` is
one of the query of `POST /containers/create`, the others are of its body.
"""
SECTIONS: tuple[tuple[str, tuple[Row, ...]], ...] = (
    ("Options of a container here: what runs in it, and its limits", OURS),
    ("Options of a container here: how it reaches out", REACHING),
    ("Options of a container here: how it runs, ends, and tells of itself", RUNNING),
    ("Beside and below them", BESIDE_OURS),
    ("Refused by the engine: Windows has no such thing", REFUSED_BY_THE_ENGINE),
    ("Accepted by the engine, without effect", WITHOUT_EFFECT),
    ("Honoured by the engine, and not to be declared here yet", LATER),
    ("Never sent to an engine", ELSEWHERE),
)
COLUMNS = ("compose", "docker_container", "others", "here", "API", "the engine for Windows", "what to write", "source")
DOES = {ACCEPTED: "accepted", REFUSED: "refused", NO_EFFECT: "no effect", NOT_SENT: "-"}


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;") or "-"


def code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "-"


def said(pattern: str) -> str:
    """The engine's words out of the pattern that knows them."""
    text = re.sub(r"\\S\+|\\w\+|\.\*", "...", pattern.removeprefix("^").removesuffix("$"))
    return "`" + re.sub(r"\\(.)", r"\1", text).replace("`", "'") + "`"


def refused(refusal: Refusal) -> str:
    at = "" if refusal.at == "create" else " at the start"
    versions = "" if refusal.versions == Refusal("", "").versions else f", {refusal.versions}"
    return f"{refusal.values} ({refusal.status}{at}{versions}: {said(refusal.words)})"


def engine(row: Row) -> str:
    told = DOES[row.engine]
    if row.refuses:
        told += ": " if row.engine == REFUSED else "; refused: "
        told += "; ".join(map(refused, row.refuses))
    if row.nothing:
        told += "; asks for nothing: " + ", ".join(map(str, row.nothing))
    return told if row.versions == Row("").versions else f"{told}; versions: {row.versions}"


def way_out(row: Row) -> str:
    told = [row.lacks, row.way_out if row.ours else row.told]
    if row.stricter:
        told.append(f"refused here besides: {row.stricter}")
    if row.warns:
        told.append("(does no harm: left out with a warning)")
    return ". ".join(part.rstrip(".") for part in told if part)


def line(row: Row) -> str:
    here = row.ours or (f"{row.of_set} (of the set)" if row.of_set else "")
    words = (code(row.compose), code(row.docker_container), code([*row.also, *(f"{word} (file)" for word in row.file)]))
    cells = (
        *words,
        code([here] if here else []),
        code(row.api),
        cell(engine(row)),
        cell(way_out(row)),
        cell(row.source),
    )
    return "| " + " | ".join(cells) + " |"


def table(title: str, rows: Iterable[Row]) -> Iterator[str]:
    yield f"\n## {title}\n"
    yield "| " + " | ".join(COLUMNS) + " |"
    yield "|---" * len(COLUMNS) + "|"
    yield from map(line, rows)


def document() -> str:
    return "\n".join([HEAD.rstrip(), *(text for title, rows in SECTIONS for text in table(title, rows))]) + "\n"


def main() -> int:
    made = document()
    if "--check" in sys.argv[1:]:
        return int(not DOC.exists() or DOC.read_text("utf-8") != made)
    DOC.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
