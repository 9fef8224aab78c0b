"""What did Ansible send over PSRP? Puts the pipeline input of a pool's fragments together (MS-PSRP 2.2.1, 2.2.4,
2.2.5.1.17).

Only which text went into which pipeline: answering is the work of a pool.
"""

from __future__ import annotations

import html
import re
import struct
import uuid
from collections.abc import Callable

FRAGMENT = struct.Struct(">QQBI")  # object id, fragment id, flags (1 start, 2 end), length
MESSAGE_HEAD = 40  # destination, type, runspace pool id, pipeline id
PIPELINE_INPUT = 0x00041002
END_OF_INPUT = 0x00041003
STRING = re.compile(r"<S(?: [^>]*)?>(.*?)</S>", re.S)
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


# bootstrap, NUL, manifest, NUL: what follows in as many lines as you like is a file that is sent
BEGINNING = 4


class InputReader:
    """Fed with fragments in order, says how the input of each pipeline began, once that has ended; `on_beginning` hears
    of one whose input goes on behind its beginning, with the pipeline's id."""

    def __init__(self, on_beginning: Callable[[uuid.UUID, bytes], None] | None = None) -> None:
        self._on_beginning = on_beginning
        self._objects: dict[int, bytearray] = {}
        self._lines: dict[bytes, list[str]] = {}

    def feed(self, data: bytes) -> list[bytes]:
        """The beginnings (their first lines, joined by LF, UTF-8) of the inputs that ended with this data."""
        ended: list[bytes] = []
        offset = 0
        while offset + FRAGMENT.size <= len(data):
            object_id, _, flags, length = FRAGMENT.unpack_from(data, offset)
            offset += FRAGMENT.size
            if flags & 1:
                self._objects[object_id] = bytearray()
            self._objects.setdefault(object_id, bytearray()).extend(data[offset : offset + length])
            offset += length
            if flags & 2:
                ended += self._message(bytes(self._objects.pop(object_id)))
        return ended

    def _message(self, message: bytes) -> list[bytes]:
        if len(message) < MESSAGE_HEAD:
            return []
        kind = struct.unpack_from("<I", message, 4)[0]
        pipeline = message[24:MESSAGE_HEAD]
        if kind == PIPELINE_INPUT:
            if len(self._lines.get(pipeline, ())) == BEGINNING:
                return []
            match = STRING.search(message[MESSAGE_HEAD:].decode("utf-8-sig", "replace"))
            if match:
                lines = self._lines.setdefault(pipeline, [])
                lines.append(_text(match[1]))
                if len(lines) == BEGINNING and self._on_beginning is not None:
                    self._on_beginning(uuid.UUID(bytes_le=pipeline), _joined(lines))
        elif kind == END_OF_INPUT and pipeline in self._lines:
            return [_joined(self._lines.pop(pipeline))]
        return []


def _joined(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _text(xml: str) -> str:
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(xml))
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
