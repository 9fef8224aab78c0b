"""Writes docs/errors.md out of the tables by which the collection explains what the engine and Windows say.

python tools/errors_doc.py [--check]: with --check nothing is written, and the exit code is 1 where the file is not
current. It needs the collection on ANSIBLE_COLLECTIONS_PATH (make setup makes .tree).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "errors.md"
sys.path.insert(0, str(ROOT / ".tree"))

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (  # noqa: E402
    CODES,
    EVENTS,
    HCS_CODES,
    Explanation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_places import (  # noqa: E402
    HNS_CODES,
    OPERATIONS,
    PLACES,
    Place,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_texts import (  # noqa: E402
    TEXTS,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import EXIT_CODES  # noqa: E402
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.program_failures import (  # noqa: E402
    PROGRAM_FAILURES,
)

HEAD = """# What errors mean

Made from the tables in `plugins/plugin_utils/knowledge` by `tools/errors_doc.py`; a test compares. Which row
explains an error is chosen in this order: by what was asked and where it failed (the step, the operation that the
engine names), by the code, by the words. A code counts in every spelling: `0x803b0013`, decimal, negative, with
`0x8007` before it or without. What is in no row is told to be unknown, with the host's own words. Nothing here has
been seen on Windows by the developers: codes and sentences are from the sources that each row of the tables names,
and from moby's own engine for Windows (28.5.2, 29.7.2).
"""


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def code(text: str) -> str:
    """A pattern or a code in backticks; a bar would end the cell."""
    return "`" + text.replace("|", "\\|").replace("`", "'") + "`"


def table(title: str, head: str, rows: Iterable[tuple[str, str, str]]) -> Iterable[str]:
    yield f"\n## {title}\n"
    yield f"| {head} | what it means | what to do |"
    yield "|---|---|---|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def explained(said: str, row: Explanation) -> tuple[str, str, str]:
    return said, cell(f"{row.cause} ({row.step})"), cell(row.way_out)


def place(row: Place) -> str:
    where = " or ".join([*row.operations, *(f"a step {step}" for step in row.steps)])
    what = [code(f"0x{number:x}") for number in row.codes] + ([code(row.words)] if row.words else [])
    return f"{where}: " * bool(where) + " or ".join(what)


def document() -> str:
    exits = (
        (
            f"{number} ({number - 2**32 if number >= 2**31 else number}, `0x{number:08X}`) {row.name}",
            cell(row.means),
            cell(row.way_out or "-"),
        )
        for number, row in sorted(EXIT_CODES.items())
    )
    lines = [
        HEAD.rstrip(),
        "\nThe engine names what it was doing: "
        + "; ".join(f"{name} ({code(pattern)})" for name, pattern in OPERATIONS.items())
        + ".",
        *table(
            "By the place",
            "what the host says, and where",
            (explained(place(row), row.explanation) for row in PLACES if row.explanation not in HNS_CODES.values()),
        ),
        *table(
            "Codes of Windows' container service (HCS)",
            "code",
            (explained(f"`0xc03701{low:02x}`, `0x803701{low:02x}`", row) for low, row in sorted(HCS_CODES.items())),
        ),
        *table(
            "Codes of Windows' network service (HNS)",
            "code",
            (explained(f"`0x{c:x}`", row) for c, row in sorted(HNS_CODES.items())),
        ),
        *table("Other codes of Windows", "code", (explained(f"`0x{c:08x}`", row) for c, row in sorted(CODES.items()))),
        *table(
            "Events of Hyper-V-Compute",
            "EventID",
            (explained(str(number), row) for number, row in sorted(EVENTS.items())),
        ),
        *table("Exit codes of containers", "exit code", exits),
        *table("Words", "pattern", (explained(code(pattern), row) for pattern, row in TEXTS)),
        "\n## Where a host program does not even begin\n",
        "| what PowerShell writes | what it means, and what to do |",
        "|---|---|",
        *(f"| {code(pattern)} | {cell(told)} |" for pattern, told in PROGRAM_FAILURES),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    made = document()
    if "--check" in sys.argv[1:]:
        return int(not DOC.exists() or DOC.read_text("utf-8") != made)
    DOC.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
