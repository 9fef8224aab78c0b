"""Where does a content stand that programs of this computer write? In a file of it, for each file of Windows."""

from __future__ import annotations

import itertools
from pathlib import Path


class Spools:
    """Files of this computer by the keys of a machine's files."""

    def __init__(self) -> None:
        self._paths: dict[str, Path] = {}
        self._numbers = itertools.count()

    def of(self, key: str) -> Path | None:
        """The file that is this one's content, if there is one."""
        return self._paths.get(key)

    def make(self, key: str, folder: Path, content: bytes | None, length: int) -> Path:
        """The file that is this one's content from now on: it begins with `content`, or with so many zeros."""
        if key not in self._paths:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / str(next(self._numbers))
            path.write_bytes(content or b"")
            if not content:
                with path.open("r+b") as file:
                    file.truncate(length)  # a hole: 76 MB of zeros take no room
            self._paths[key] = path
        return self._paths[key]

    def move(self, key: str, to: str) -> None:
        """What was one file's content is another's."""
        if key in self._paths:
            self._paths[to] = self._paths.pop(key)

    def drop(self, key: str) -> None:
        """The file is gone, or has another content."""
        path = self._paths.pop(key, None)
        if path is not None:
            path.unlink(missing_ok=True)
