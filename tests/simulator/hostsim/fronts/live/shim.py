"""A program of a live host: asks the machine what it prints and with which code it ends.

shim.py NAME ARGUMENTS...       (HOSTSIM_ASK: the machine's socket)
"""

from __future__ import annotations

import json
import os
import socket
import sys


def main() -> int:
    """The exit code; Windows' codes are longer than ours, so the last 8 bits are what a caller sees."""
    question = {"ask": "program", "args": {"name": sys.argv[1], "arguments": sys.argv[2:]}}
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(os.environ["HOSTSIM_ASK"])
        line.sendall(json.dumps(question).encode() + b"\n")
        answer = json.loads(line.makefile().readline())["value"]
    sys.stdout.write(answer["stdout"])
    sys.stderr.write(answer["stderr"])
    return int(answer["exit_code"])


if __name__ == "__main__":
    sys.exit(main())
