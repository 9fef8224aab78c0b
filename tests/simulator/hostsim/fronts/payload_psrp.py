"""What did Ansible send over PSRP? Puts the pipeline input of a pool's fragments together (MS-PSRP 2.2.1, 2.2.4,
2.2.5.1.17).

Only what a counter needs: which text went into which pipeline. Answering is the work of a pool.
"""

from __future__ import annotations

import html
import re
import struct

FRAGMENT = struct.Struct(">QQBI")  # object id, fragment id, flags (1 start, 2 end), length
MESSAGE_HEAD = 40  # destination, type, runspace pool id, pipeline id
PIPELINE_INPUT = 0x00041002
END_OF_INPUT = 0x00041003
STRING = re.compile(r"<S(?: [^>]*)?>(.*?)</S>", re.S)
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class InputReader:
    """Fed with fragments in order, says what each pipeline got as input once that has ended."""

    def __init__(self) -> None:
        self._objects: dict[int, bytearray] = {}
        self._lines: dict[bytes, list[str]] = {}

    def feed(self, data: bytes) -> list[bytes]:
        """The whole inputs (lines joined by LF, UTF-8) of the pipelines whose input ended with this data."""
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
            match = STRING.search(message[MESSAGE_HEAD:].decode("utf-8-sig", "replace"))
            if match:
                self._lines.setdefault(pipeline, []).append(_text(match[1]))
        elif kind == END_OF_INPUT and pipeline in self._lines:
            return ["\n".join(self._lines.pop(pipeline)).encode("utf-8", "surrogatepass")]
        return []


def _text(xml: str) -> str:
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 16)), html.unescape(xml))
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
