"""The WinRM endpoint of a simulated host: what Ansible's `winrm` and `psrp` connections talk to."""

from __future__ import annotations

from hostsim.wsman.endpoint import Endpoint
from hostsim.wsman.knobs import Knobs

__all__ = ["Endpoint", "Knobs"]
