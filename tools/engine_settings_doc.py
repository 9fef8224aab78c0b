"""Writes docs/engine-settings.md out of the tables of daemon.json's keys.

python tools/engine_settings_doc.py [--check]: with --check nothing is written, and the exit code is 1 where the file is
not current. It needs the collection on ANSIBLE_COLLECTIONS_PATH (make setup makes .tree).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "engine-settings.md"
sys.path.insert(0, str(ROOT / ".tree"))

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_log_drivers import (  # noqa: E402
    COMMON,
    LOG_DRIVERS,
    LogDriver,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import (  # noqa: E402
    BUILDER,
    NRI,
    NUMBER,
    PAIRS,
    PROXIES,
    SWITCH,
    SWITCHES,
    TABLE,
    TABLES,
    TEXT,
    TEXTS,
    Flag,
    Lacking,
    Setting,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows import (  # noqa: E402
    DOCUMENTED,
    FURTHER,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows_lacking import (  # noqa: E402
    FLAGS,
    LACKING,
)

HEAD = """# Settings of the engine

What `config` of the module `engine` takes: the keys of daemon.json on Windows. Made from the tables in
`plugins/plugin_utils/knowledge` (`engine_setting_rows*.py`, `engine_log_drivers.py`) by `tools/engine_settings_doc.py`;
a test compares, and another walks what the recorded engines (moby 28.5.2 and 29.7.2 for Windows) said of 409 files and
starts. The collection itself goes by these tables.

- Declared keys are merged into the file that is there. Other keys stay, in their order. A table (`log-opts`) is merged
  member by member. `null` takes a key or a member away.
- A list takes the place of the list that is there. With `merge: append` it gets what it does not hold yet; of
  `NAME=VALUE` lists (`exec-opts`, `storage-opts`, `labels`) a new value takes the place of the old one.
- The file is written as UTF-8 without a byte order mark, with a backup, and only where something differs. One that is
  no JSON is an error with line and column, and stays as it is. Of a key that stands twice the last one counts, as for
  the engine.
- What the engine would not start with is refused before anything is done, with the key and the way out. So is a
  declared key that the engine takes in silence and does nothing with (`host` for `hosts`); where such a key stands in
  the host's file only, it is a warning.
- A key that stands in the file and on the service's command line as well ends every start of the engine, whatever the
  values. `move_flags: true` moves it into the file.
- Names tell case, and have hyphens: `data-root`, not `data_root` or `Data-Root`. Values have the engine's types: a text
  is no list of one, and 3 is no text.
- A change needs a restart of the engine's service, which stops running containers; they are started again. With
  `restart: false` it is left, and told (`restart_required`).
- The engine reads `C:\\ProgramData\\docker\\config\\daemon.json`, or what its service names with `--config-file`; the
  flag `--data-root` moves the folder `config` too. `C:\\ProgramData\\docker\\daemon.json` is read by no engine.
- Secrets (passwords in `proxies`, tokens in `log-opts`) are hidden in results, differences and reports. They stand in
  the file as they are.
"""

SECTIONS: tuple[tuple[str, str], ...] = (
    ("Isolation", "exec-opts"),
    ("Where the engine listens", "hosts tls tlsverify tlscacert tlscert tlskey"),
    ("Who may open the pipe", "group"),
    ("Where data is kept, and how much a container holds", "data-root storage-opts"),
    ("Registries", "registry-mirrors insecure-registries"),
    ("Proxies", "proxies"),
    ("Logs", "log-driver log-opts log-level log-format"),
    ("Networks and names", "dns dns-search dns-opts fixed-cidr bridge"),
    ("Labels", "labels"),
    ("Features", "features"),
)
KINDS = {
    TEXT: "text",
    SWITCH: "true or false",
    NUMBER: "number",
    TEXTS: "list of texts",
    PAIRS: "list of NAME=VALUE",
    TABLE: "table of texts",
    TABLES: "table of tables",
    SWITCHES: "table of true or false",
    PROXIES: "table of texts",
    BUILDER: "table",
    NRI: "table",
}
COLUMNS = ("key", "type", "flag", "versions", "what it is", "source")


def example(keys: str) -> dict[str, Any]:
    """The settings of a section's example."""
    rows = {row.key: row for row in DOCUMENTED}
    return {key: rows[key].example for key in keys.split() if rows[key].example is not None}


def cell(text: str) -> str:
    return text.replace("|", "\\|") or "-"


def versions(row: Setting | Flag) -> str:
    told = [f"since {row.since}"] if row.since else []
    told += [f"until {row.until}"] if row.until else []
    return ", ".join(told)


def flag_of(row: Setting) -> str:
    if row.kind == PROXIES:
        return "`--http-proxy`, `--https-proxy`, `--no-proxy`"
    short = f"`-{row.short}`, " if row.short else ""
    return f"{short}`--{row.flag}`" if row.flag else ""


def told(row: Setting) -> str:
    about = ", ".join(part for part in (KINDS[row.kind], flag_of(row), versions(row)) if part)
    more = f" {row.more}" if row.more else ""
    return f"- `{row.key}` ({about}): {row.about}.{more}"


def section(title: str, keys: str) -> Iterator[str]:
    rows = {row.key: row for row in DOCUMENTED}
    yield f"## {title}\n"
    yield "```yaml"
    yield yaml.safe_dump({"config": example(keys)}, sort_keys=False, default_flow_style=False).rstrip()
    yield "```\n"
    yield from (told(rows[key]) for key in keys.split())
    yield ""


def line(row: Setting) -> str:
    about = f"{row.about}; nothing comes of it: {row.nothing}" if row.nothing else row.about
    cells = (f"`{row.key}`", KINDS[row.kind], flag_of(row), versions(row), about, row.source)
    return f"| {' | '.join(map(cell, cells))} |"


def lacking_line(row: Lacking) -> str:
    keys = ", ".join(f"`{key}`" for key in row.keys)
    return f"| {' | '.join(map(cell, (keys, row.since, row.why, row.way_out)))} |"


def flag_line(row: Flag) -> str:
    about = f"{row.about}; as a key that is true it ends the start" if row.ends else row.about
    return f"| {' | '.join(map(cell, (f'`--{row.name}`', versions(row), about)))} |"


def driver_line(name: str, driver: LogDriver) -> str:
    def words(names: Iterable[str]) -> str:
        return ", ".join(f"`{each}`" for each in sorted(names))

    options = "any" if driver.options is None else words(driver.options)
    if driver.later:
        options += f"; since {driver.since} {words(driver.later)}"
    return f"| `{name}` | {options} | {words(driver.needs) or '-'} |"


def table(columns: Iterable[str], lines: Iterable[str]) -> Iterator[str]:
    columns = list(columns)
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    yield from lines
    yield ""


def document() -> str:
    made = [HEAD]
    for title, keys in SECTIONS:
        made += section(title, keys)
    made += ["## All other keys\n", *table(COLUMNS, map(line, FURTHER))]
    made += ["## Log drivers and their options\n"]
    made += [f"Besides these, all but `none` and `etwlogs` take {', '.join(f'`{name}`' for name in sorted(COMMON))}.\n"]
    made += table(("driver", "options", "needs"), (driver_line(*row) for row in LOG_DRIVERS.items()))
    made += ["## Keys that an engine for Windows does not have\n", "It does not start with one of them.\n"]
    made += table(("keys", "since", "why", "way out"), map(lacking_line, LACKING))
    made += ["## Flags of dockerd that are no keys\n"]
    made += ["As a key the engine takes such a name in silence, and so it does the name of the flag of another key.\n"]
    made += table(("flag", "versions", "what it is"), map(flag_line, FLAGS))
    return "\n".join(made).rstrip() + "\n"


def main() -> int:
    if "--check" in sys.argv[1:]:
        return 0 if DOC.exists() and DOC.read_text("utf-8") == document() else 1
    DOC.write_text(document(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
