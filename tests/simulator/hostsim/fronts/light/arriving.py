"""A file that Ansible sends to a light host: what its winrm_put_file.ps1 and psrp_put_file.ps1 do."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from hostsim.fronts.light.answers import printed
from hostsim.fronts.light.modules import Result
from hostsim.machine import WindowsError


class Arriving:
    """One file; it is there, and empty, from the beginning. Fed with lines of base64."""

    def __init__(self, machine: Any, path: str) -> None:
        self._machine, self._path = machine, path
        self._content, self._line = bytearray(), b""
        self._problem = ""
        self._do('"Create" with "1"', self._write)

    def feed(self, data: bytes) -> None:
        """More of its lines, cut anywhere."""
        *lines, self._line = (self._line + data).split(b"\n")
        for line in lines:
            self._do('"FromBase64String" with "1"', lambda line=line: self._add(line))

    def cut(self) -> None:
        """Nothing more comes: what came stays."""
        self._do('"Write" with "3"', self._write)

    def end(self) -> Result:
        self.feed(b"\n")
        self._do('"Write" with "3"', self._write)
        if self._problem:
            # Write-AnsibleErrorJson of exec_wrapper.ps1; the connection plugins show nothing of it
            told = {"failed": True, "msg": f"failure during exec_wrapper: {self._problem}", "exception": self._problem}
            return Result(printed(told), b"", 1)
        return Result(f'{{"sha1":"{hashlib.sha1(self._content).hexdigest()}"}}\r\n'.encode(), b"", 0)

    def _add(self, line: bytes) -> None:
        self._content += base64.b64decode(line.strip(), validate=True)

    def _write(self) -> None:
        self._machine.write_file(self._path, bytes(self._content))

    def _do(self, call: str, work: Any) -> None:
        """After the first failure nothing is done any more."""
        if not self._problem:
            try:
                work()
            except (WindowsError, binascii.Error) as error:
                self._problem = f'Exception calling {call} argument(s): "{error}"'
