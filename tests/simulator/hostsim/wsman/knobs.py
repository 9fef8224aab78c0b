"""What can be set on the WinRM service? Windows' defaults (MS-WSMV WinrsType, `winrm get winrm/config`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Knobs:
    """Settings of one endpoint; sizes in bytes, times in seconds.

    Only `allow_unencrypted` differs from Windows' default (False there): Basic over HTTP is what a loopback wants.
    """

    allow_unencrypted: bool = True
    basic: bool = True
    negotiate: bool = True
    #: CbtHardeningLevel. relaxed: a client without a channel binding is accepted, one with a wrong binding is not.
    channel_binding: Literal["none", "relaxed", "strict"] = "relaxed"
    max_envelope: int = 512_000
    max_timeout: float = 60.0
    idle_timeout: float = 7200.0
    max_concurrent_users: int = 10
    max_shells_per_user: int = 30
    max_processes_per_shell: int = 25
    #: Commands in text shells count until their shell is deleted, not until they end (MS-WSMV product note 118).
    max_operations_per_user: int = 1500
    max_commands_per_pool: int = 1000
    #: How long a Receive that has some output goes on collecting before it answers `Running`.
    gather: float = 0.5
    os_version: str = "10.0.20348"
