"""The two fronts of the simulator, as parameters of tests."""

from __future__ import annotations

import shutil

import pytest

FRONTS = [
    pytest.param("light", id="light"),
    pytest.param(
        "live",
        id="live",
        marks=[
            pytest.mark.live,
            pytest.mark.skipif(shutil.which("pwsh") is None, reason="NO POWERSHELL: pwsh is not on PATH"),
        ],
    ),
]
