"""How does Windows take a command line apart? (CommandLineToArgvW)"""

from __future__ import annotations

import re

PROGRAM = re.compile(r'\s*(?:"([^"]*)"|(.*?\.exe)(?=\s|$)|(\S*))', re.IGNORECASE)


def split(line: str) -> tuple[str, list[str]]:
    """The program and its arguments; a path with blanks and without quotes ends at its .exe."""
    found = PROGRAM.match(line)
    assert found is not None
    return found[1] or found[2] or found[3] or "", arguments(line[found.end() :])


def arguments(text: str) -> list[str]:
    """Blanks part them, quotes hold them together; of backslashes before a quote each second one is meant."""
    found: list[str] = []
    word, open_, quoted = "", False, False
    for part in re.findall(r'\\+"|"|\s|\\+|[^\s"\\]+', text):
        if part.endswith('"'):
            slashes = len(part) - 1
            word += "\\" * (slashes // 2)
            open_ = True
            if slashes % 2:
                word += '"'
            else:
                quoted = not quoted
        elif part.isspace() and not quoted:
            found += [word] if open_ else []
            word, open_ = "", False
        else:
            word, open_ = word + part, True
    return found + ([word] if open_ else [])
