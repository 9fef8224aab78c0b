"""Features and the reboot: each state, each way out of it, and what both tools say of it."""

from __future__ import annotations

import random

import pytest
from hostsim.machine import CommandNotFound, WindowsError
from hostsim.machine.feature_table import AFTER_BOOT, DISABLED, ENABLED, FEATURES, INSTALL_STATE

CBS = "HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending"


def install_state(machine, name):
    return next(row["InstallState"] for row in machine.windows_features() if row["Name"] == name)


def dism_state(machine, name):
    return next(row["State"] for row in machine.optional_features() if row["FeatureName"] == name)


def test_install_containers_as_a7_1(bench):
    machine = bench.machine()
    result = machine.install_windows_feature(["Containers"])
    assert (result["Success"], result["RestartNeeded"], result["ExitCode"]) == (True, "Yes", "SuccessRestartRequired")
    assert [each["DisplayName"] for each in result["FeatureResult"]] == ["Containers"]
    assert install_state(machine, "Containers") == "InstallPending"
    assert dism_state(machine, "Containers") == "EnablePending"
    assert machine.registry(CBS) == {}
    bench.reboot(machine)
    assert install_state(machine, "Containers") == "Installed"
    assert dism_state(machine, "Containers") == "Enabled"
    assert machine.registry(CBS) is None


def test_installing_again_changes_nothing_as_a7_1(bench):
    machine = bench.machine(features=["Containers"])
    result = machine.install_windows_feature(["containers"])
    assert (result["RestartNeeded"], result["ExitCode"], result["FeatureResult"]) == ("No", "NoChangeNeeded", [])


def test_installing_again_while_pending_still_needs_the_restart(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Containers"])
    result = machine.install_windows_feature(["Containers"])
    assert (result["RestartNeeded"], result["ExitCode"]) == ("Yes", "NoChangeNeeded")


def test_a_feature_without_restart_as_a7_1(bench):
    machine = bench.machine()
    result = machine.install_windows_feature(["Web-Server"])
    assert (result["RestartNeeded"], result["ExitCode"]) == ("No", "Success")
    assert install_state(machine, "Web-Server") == "Installed"
    assert machine.registry(CBS) is None


def test_a_machine_whose_containers_need_no_restart(bench):
    machine = bench.machine(features_without_restart=["Containers"])
    result = machine.install_windows_feature(["Containers"])
    assert (result["RestartNeeded"], result["ExitCode"]) == ("No", "Success")
    assert install_state(machine, "Containers") == "Installed"
    assert machine.install_windows_feature(["Hyper-V"])["RestartNeeded"] == "Yes"


def test_hyper_v_with_its_tools_as_a7_5(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Hyper-V"], management_tools=True)
    assert install_state(machine, "Hyper-V") == "InstallPending"
    for tool in ("RSAT-Hyper-V-Tools", "Hyper-V-Tools", "Hyper-V-PowerShell"):
        assert install_state(machine, tool) == "Installed"
    assert dism_state(machine, "Microsoft-Hyper-V-Online") == "EnablePending"


def test_hyper_v_without_tools(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Hyper-V"])
    assert install_state(machine, "Hyper-V-PowerShell") == "Available"


def test_a_tool_brings_its_parent(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Hyper-V-PowerShell"])
    assert install_state(machine, "RSAT-Hyper-V-Tools") == "Installed"


@pytest.mark.parametrize("virtual", ["vmware", "hyper-v", "azure", "kvm"])
def test_the_role_is_refused_without_nesting_as_a7_3(bench, virtual):
    machine = bench.machine(virtual=virtual)
    with pytest.raises(WindowsError) as caught:
        machine.install_windows_feature(["Containers", "Hyper-V"])
    assert caught.value.text == (
        "A prerequisite check for the Hyper-V feature failed.\n"
        "1. Hyper-V cannot be installed: The processor does not have required virtualization capabilities."
    )
    assert caught.value.error_id == (
        "Alteration_PrerequisiteCheck_Failed,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand"
    )
    assert install_state(machine, "Containers") == "Available"  # nothing of the request was done


def test_dism_skips_the_check_and_no_hypervisor_runs(bench):
    machine = bench.machine(virtual="vmware")
    assert machine.enable_optional_feature("Microsoft-Hyper-V") == {"RestartNeeded": True}
    bench.reboot(machine)
    assert install_state(machine, "Hyper-V") == "Installed"
    assert machine.state()["virtualization"]["hypervisor_running"] is False
    assert machine.service("vmms") is not None


@pytest.mark.parametrize("names", [["Nothing"], ["Containers", "Nothing"], ["Microsoft-Hyper-V"]])
def test_unknown_names_are_refused_whole(bench, names):
    machine = bench.machine()
    before = machine.windows_features()
    with pytest.raises(WindowsError, match=r"^ArgumentNotValid: .* is not valid: '.*'\. The name was not found\.$"):
        machine.install_windows_feature(names)
    assert machine.windows_features() == before


@pytest.mark.parametrize(
    ("release", "edition"), [("2019", "ServerSolution"), ("10 22H2", "Core"), ("11 24H2", "CoreSingleLanguage")]
)
def test_editions_without_containers(bench, release, edition):
    machine = bench.machine(release=release, edition=edition)
    with pytest.raises(WindowsError) as caught:
        machine.enable_optional_feature("Containers")
    assert (caught.value.code, caught.value.text) == ("0x800f080c", "Feature name Containers is unknown.")


def test_essentials_says_it_as_moby_28327_saw_it(bench):
    with pytest.raises(WindowsError) as caught:
        bench.machine(release="2016", edition="ServerSolution").install_windows_feature(["containers"])
    assert caught.value.text == (
        "ArgumentNotValid: The role, role service, or feature name is not valid: 'containers'. The name was not found."
    )


@pytest.mark.parametrize(
    "call",
    [
        lambda machine: machine.windows_features(),
        lambda machine: machine.install_windows_feature(["Containers"]),
        lambda machine: machine.uninstall_windows_feature(["Containers"]),
    ],
)
def test_clients_have_no_server_manager(bench, call):
    with pytest.raises(CommandNotFound, match="is not recognized as the name of a cmdlet") as caught:
        call(bench.machine(release="11 24H2"))
    assert caught.value.type == "System.Management.Automation.CommandNotFoundException"


def test_client_hyper_v_by_its_platform_or_by_all(bench):
    for name in ("Microsoft-Hyper-V-All", "Microsoft-Hyper-V", "Microsoft-Hyper-V-Hypervisor"):
        machine = bench.machine(release="11 24H2")
        assert machine.enable_optional_feature(name) == {"RestartNeeded": True}
        assert dism_state(machine, "Microsoft-Hyper-V-All") == "EnablePending"
        assert dism_state(machine, "Microsoft-Hyper-V-Hypervisor") == "EnablePending"
        bench.reboot(machine)
        assert machine.state()["virtualization"]["hypervisor_running"]


def test_a_child_without_its_parent_needs_all(bench):
    machine = bench.machine(release="11 24H2")
    with pytest.raises(WindowsError, match="parent features are disabled"):
        machine.enable_optional_feature("Microsoft-Hyper-V-Hypervisor", all=False)
    assert dism_state(machine, "Microsoft-Hyper-V-Hypervisor") == "Disabled"


def test_fleet_files_may_say_hyper_v_for_clients(bench):
    machine = bench.machine(release="11 24H2", features=["Containers", "Hyper-V"])
    assert dism_state(machine, "Microsoft-Hyper-V-Hypervisor") == "Enabled"


def test_missing_source_files(bench):
    machine = bench.machine(paths=["D:\\sources\\sxs"])
    machine.fault("features_source_missing")
    with pytest.raises(WindowsError, match=r"The source files could not be found.*0x800f081f"):
        machine.install_windows_feature(["Containers"])
    with pytest.raises(WindowsError) as caught:
        machine.enable_optional_feature("Containers", source="D:\\nothing")
    assert caught.value.code == "0x800f081f"
    assert install_state(machine, "Containers") == "Available"
    assert machine.install_windows_feature(["Containers"], source="d:\\SOURCES\\sxs")["Success"]


def test_the_fault_is_no_bar_where_nothing_is_to_do(bench):
    machine = bench.machine(features=["Containers"])
    machine.fault("features_source_missing")
    assert machine.enable_optional_feature("Containers") == {"RestartNeeded": False}


def test_removed_payload(bench):
    machine = bench.machine(removed_features=["Containers"])
    assert install_state(machine, "Containers") == "Removed"
    assert dism_state(machine, "Containers") == "DisabledWithPayloadRemoved"
    machine.install_windows_feature(["Containers"])
    assert install_state(machine, "Containers") == "InstallPending"


@pytest.mark.parametrize("needs_restart", [True, False])
@pytest.mark.parametrize("state", sorted(INSTALL_STATE))
def test_the_tables_lead_from_every_state_to_a_state(state, needs_restart):
    after_enabling = ENABLED.get((state, needs_restart), state)
    after_disabling = DISABLED.get((state, needs_restart), state)
    if needs_restart or state not in AFTER_BOOT:
        assert AFTER_BOOT.get(after_enabling, after_enabling) == "Enabled"
        assert AFTER_BOOT.get(after_disabling, after_disabling) in ("Disabled", "DisabledWithPayloadRemoved")


def test_every_parent_exists_on_its_own_kind():
    known = {(each.kind, each.dism) for each in FEATURES}
    assert len(known) == len(FEATURES)
    assert {(each.kind, each.parent) for each in FEATURES if each.parent} <= known


@pytest.mark.parametrize("seed", range(12))
def test_both_tools_agree_after_any_walk(bench, seed):
    """A random walk of changes by both tools and reboots: one state, told in two languages."""
    chance = random.Random(seed)
    machine = bench.machine()
    named = {each.dism: each.server_manager for each in FEATURES if each.kind == "server" and each.server_manager}
    moves = [
        lambda dism: machine.install_windows_feature([named[dism]]),
        lambda dism: machine.uninstall_windows_feature([named[dism]]),
        lambda dism: machine.enable_optional_feature(dism),
        lambda dism: machine.disable_optional_feature(dism),
        lambda dism: bench.reboot(machine),
    ]
    for _ in range(40):
        dism = chance.choice(sorted(named))
        chance.choice(moves)(dism)
        states = {row["FeatureName"]: row["State"] for row in machine.optional_features()}
        install_states = {row["Name"]: row["InstallState"] for row in machine.windows_features()}
        for name, other in named.items():
            assert INSTALL_STATE[states[name]] == install_states[other]
        for row in machine.windows_features():
            assert row["Installed"] == (row["InstallState"] == "Installed")
        if set(states.values()) & set(AFTER_BOOT):
            assert machine.registry(CBS) is not None
    bench.reboot(machine)
    assert not {row["State"] for row in machine.optional_features()} & set(AFTER_BOOT)
    assert machine.registry(CBS) is None


def test_taking_a_pending_feature_back_leaves_it_off(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Containers"])
    assert machine.uninstall_windows_feature(["Containers"])["RestartNeeded"] == "No"
    assert install_state(machine, "Containers") == "Available"
    bench.reboot(machine)
    assert machine.service("vmcompute") is None


def test_disabling_waits_for_the_reboot(bench):
    machine = bench.machine(features=["Containers"])
    assert machine.disable_optional_feature("Containers") == {"RestartNeeded": True}
    assert install_state(machine, "Containers") == "UninstallPending"
    assert machine.service("vmcompute")["State"] == "Running"
    bench.reboot(machine)
    assert install_state(machine, "Containers") == "Available"
    assert machine.service("vmcompute") is None
