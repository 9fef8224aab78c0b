"""The same converge over Ansible's winrm and psrp plugins, HTTP and HTTPS, Basic and NTLM."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fronts import FRONTS
from simulated import READY, WEB, SimulatedFleet

TRANSPORTS = {
    "winrm-http-ntlm": {
        "ansible_connection": "winrm",
        "ansible_winrm_scheme": "http",
        "ansible_winrm_transport": "ntlm",
    },
    "winrm-http-basic": {
        "ansible_connection": "winrm",
        "ansible_winrm_scheme": "http",
        "ansible_winrm_transport": "basic",
    },
    "winrm-https-ntlm": {
        "ansible_connection": "winrm",
        "ansible_winrm_scheme": "https",
        "ansible_winrm_transport": "ntlm",
    },
    "winrm-https-basic": {
        "ansible_connection": "winrm",
        "ansible_winrm_scheme": "https",
        "ansible_winrm_transport": "basic",
    },
    "psrp-http": {"ansible_connection": "psrp", "ansible_psrp_protocol": "http", "ansible_psrp_auth": "ntlm"},
    "psrp-https": {"ansible_connection": "psrp", "ansible_psrp_protocol": "https", "ansible_psrp_auth": "negotiate"},
}


# The fronts differ behind the endpoint, not before it: the live one is asked over one transport of each plugin.
LIVE = ("winrm-https-ntlm", "psrp-http")
ASKED = [
    pytest.param(*front.values, transport, id=f"{front.id}-{transport}", marks=front.marks)
    for front in FRONTS
    for transport in TRANSPORTS
    if front.id == "light" or transport in LIVE
]


@pytest.fixture(scope="module")
def host(fleet_of: Callable[..., SimulatedFleet]) -> Iterator[SimulatedFleet]:
    return fleet_of(winrm=READY, psrp=READY, has={**READY, "images": [WEB["image"]]})


@pytest.mark.parametrize(("front", "transport"), ASKED, indirect=["front"])
def test_a_set_is_deployed_and_proven_over(host: SimulatedFleet, front: str, transport: str) -> None:
    # No live host has Ansible's asynchronous wrapper over PSRP (tests/simulator/README.md), in which a pull runs.
    name = "has" if front == "live" and "psrp" in transport else transport.partition("-")[0]
    ports = host.ports(name)
    scheme = "https" if "https" in transport else "http"
    options = {**TRANSPORTS[transport], "ansible_port": ports[scheme], "ansible_winrm_server_cert_validation": "ignore"}
    options |= {"ansible_psrp_cert_validation": "ignore"} if "psrp" in transport else {}
    project = transport
    declared = {"project": project, "containers": [{**WEB, "name": f"web-{transport}"}]}
    first = host.task(name, "containers", declared, variables=options)
    assert first.hosts[name] | {"changed": 1, "failures": 0, "unreachable": 0} == first.hosts[name], first.output
    again = host.task(name, "containers", declared, variables=options)
    assert again.hosts[name] | {"changed": 0, "failures": 0, "unreachable": 0} == again.hosts[name], again.output
    proof = host.task(name, "isolation_proof", {"project": project, "require": True}, variables=options)
    assert proof.hosts[name]["failures"] == 0, proof.output
