"""The two fronts of the simulator, as parameters of tests."""

from __future__ import annotations

import shutil

import pytest

needs_powershell = pytest.mark.skipif(shutil.which("pwsh") is None, reason="NO POWERSHELL: pwsh is not on PATH")

FRONTS = [
    pytest.param("light", id="light"),
    pytest.param("live", id="live", marks=[pytest.mark.live, needs_powershell]),
]
# For what is decided on the controller, whatever answers there: how each verb is answered is the same on both fronts
# (tests/contract), and a PowerShell costs a second of a processor for each call.
LIGHT_ONLY = pytest.mark.parametrize("front", ["light"], indirect=True)
