"""A machine says what a recorded one said: the item of recorded outputs is in each test's name."""

from __future__ import annotations

import pytest
from hostsim.machine import WindowsError
from hostsim.machine.cim import CLASSES

CURRENT_VERSION = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
A9_10 = {
    "BuildLabEx": "20348.859.amd64fre.fe_release_svc_prod2.220707-1832",
    "CompositionEditionID": "ServerStandard",
    "CurrentBuild": "20348",
    "CurrentBuildNumber": "20348",
    "CurrentMajorVersionNumber": 10,
    "CurrentMinorVersionNumber": 0,
    "CurrentVersion": "6.3",
    "DisplayVersion": "21H2",
    "EditionID": "ServerStandard",
    "InstallationType": "Server Core",
    "LCUVer": "10.0.20348.2113",
    "ProductId": "00453-60000-00000-AA756",
    "ProductName": "Windows Server 2022 Standard",
    "ReleaseId": "2009",
    "UBR": 2113,
}
A9_12 = {
    "CurrentBuild": "19044",
    "UBR": 3086,
    "EditionID": "Professional",
    "CompositionEditionID": "Enterprise",
    "InstallationType": "Client",
    "DisplayVersion": "21H2",
    "ReleaseId": "2009",
}


def test_server_2022_standard_core_as_a9_10(bench):
    machine = bench.machine(release="2022", edition="ServerStandard", installation="Server Core")
    values = machine.registry(CURRENT_VERSION)
    assert {name: values[name] for name in A9_10} == A9_10


def test_windows_10_pro_as_a9_12(bench):
    values = bench.machine(release="10 21H2", edition="Professional").registry(CURRENT_VERSION)
    assert {name: values[name] for name in A9_12} == A9_12


def test_server_core_has_the_sku_of_plain_standard_as_a9_5(bench):
    system = bench.machine(release="2022", edition="ServerStandard", installation="Server Core").cim(
        "Win32_OperatingSystem"
    )[0]
    assert (system["Caption"], system["OperatingSystemSKU"]) == ("Microsoft Windows Server 2022 Standard", 7)


def test_annual_channel_product_name_as_a9_3(bench):
    values = bench.machine(release="1809", edition="ServerDatacenterACor", installation="Server Core").registry(
        CURRENT_VERSION
    )
    assert values["ProductName"] == "Windows Server Datacenter"
    assert "DisplayVersion" not in values


def test_2016_evaluation_as_a1_1(bench):
    machine = bench.machine(release="2016", edition="ServerDatacenterEval", revision=693)
    values = machine.registry(CURRENT_VERSION)
    assert values["ProductName"] == "Windows Server 2016 Datacenter Evaluation"
    assert values["BuildLabEx"] == "14393.693.amd64fre.rs1_release.161220-1747"


def test_windows_11_calls_itself_windows_10_in_the_registry(bench):
    machine = bench.machine(release="11 24H2", edition="Professional")
    assert machine.registry(CURRENT_VERSION)["ProductName"] == "Windows 10 Pro"
    assert machine.cim("Win32_OperatingSystem")[0]["Caption"] == "Microsoft Windows 11 Pro"


def test_multi_session_counts_as_a_server(bench):
    machine = bench.machine(release="10 22H2", edition="ServerRdsh")
    assert machine.cim("Win32_OperatingSystem")[0]["ProductType"] == 3
    assert machine.registry(CURRENT_VERSION)["InstallationType"] == "Client"


@pytest.mark.parametrize(
    ("release", "role", "product_type", "domain_role"),
    [
        ("2022", "standalone", 3, 2),
        ("2022", "member", 3, 3),
        ("2022", "controller", 2, 5),
        ("11 24H2", "standalone", 1, 0),
        ("11 24H2", "member", 1, 1),
    ],
)
def test_domain_roles(bench, release, role, product_type, domain_role):
    machine = bench.machine(release=release, domain_role=role)
    assert machine.cim("Win32_OperatingSystem")[0]["ProductType"] == product_type
    computer = machine.cim("Win32_ComputerSystem")[0]
    assert computer["DomainRole"] == domain_role
    assert computer["PartOfDomain"] == (role != "standalone")


def test_processors_and_memory(bench):
    machine = bench.machine(processors=6, memory="12GiB")
    computer = machine.cim("Win32_ComputerSystem")[0]
    assert (computer["NumberOfLogicalProcessors"], computer["TotalPhysicalMemory"]) == (6, 12 * 1024**3)
    assert machine.cim("Win32_OperatingSystem")[0]["TotalVisibleMemorySize"] == 12 * 1024**2
    assert machine.cim("win32_PROCESSOR")[0]["NumberOfLogicalProcessors"] == 6


def test_names_are_netbios_names(bench):
    computer = bench.machine("web-server-number-7.fleet.example").cim("Win32_ComputerSystem")[0]
    assert computer["Name"] == "WEB-SERVER-NUMB"
    assert computer["DNSHostName"] == "web-server-number-7"


@pytest.mark.parametrize(("namespace", "name"), sorted(CLASSES))
def test_every_class_answers_with_tables_of_one_shape(bench, namespace, name):
    rows = bench.machine(features=["Containers"]).cim(name.upper(), namespace.replace("/", "\\"))
    assert rows
    assert {tuple(row) for row in rows} == {tuple(rows[0])}


@pytest.mark.parametrize(
    ("name", "namespace", "text"),
    [("Win32_Nothing", "root/cimv2", "Invalid class "), ("Win32_BIOS", "root/nothing", "Invalid namespace ")],
)
def test_unknown_classes_are_cim_exceptions(bench, name, namespace, text):
    with pytest.raises(WindowsError) as caught:
        bench.machine().cim(name, namespace)
    assert caught.value.type == "Microsoft.Management.Infrastructure.CimException"
    assert caught.value.text == text


def test_answers_are_copies(bench):
    machine = bench.machine()
    machine.cim("Win32_Process")[0]["Name"] = "changed"
    machine.services()[0]["State"] = "changed"
    machine.registry(CURRENT_VERSION)["UBR"] = 0
    assert machine.cim("Win32_Process")[0]["Name"] == "System Idle Process"
    assert machine.services()[0]["State"] == "Running"
    assert machine.registry(CURRENT_VERSION)["UBR"] == 2113
