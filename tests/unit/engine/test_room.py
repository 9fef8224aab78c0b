"""Room for an archive of the controller is looked for before it is sent."""

from __future__ import annotations

import pytest
from engine_situations import _from_controller
from model_host import ModelHost, run


@pytest.mark.parametrize(("free", "refused"), [(0, True), (60, True), (10**6, False), (None, False)])
def test_a_disk_that_is_too_full_is_said_before_anything_is_sent(free: int | None, refused: bool) -> None:
    host = ModelHost()
    given = _from_controller(host)
    host.drives[0]["FreeSpace"] = free
    outcome = run(host, **given)
    assert ("make room" in str(outcome.problem)) is refused
    assert bool(host.sent) is not refused
