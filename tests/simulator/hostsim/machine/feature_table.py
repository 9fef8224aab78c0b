"""Which Windows features there are: ServerManager's and DISM's names of the same thing.

Rows are written from isolation.md 4.3 and A7; a name that neither has is marked GK.
"""

from __future__ import annotations

from dataclasses import dataclass

SERVER, CLIENT = "server", "client"


@dataclass(frozen=True)
class Feature:
    """One feature of one kind of Windows. `parent` is DISM's; `tool` comes only with management tools."""

    kind: str
    dism: str
    display: str
    server_manager: str | None = None
    parent: str | None = None
    restart: bool = False
    needs: str | None = None
    tool: bool = False
    at_first: str = "Disabled"


FEATURES: tuple[Feature, ...] = (
    Feature(SERVER, "Containers", "Containers", "Containers", restart=True, needs="containers"),
    Feature(SERVER, "Microsoft-Hyper-V", "Hyper-V", "Hyper-V", restart=True, needs="hyper_v"),
    Feature(SERVER, "Microsoft-Hyper-V-Online", "Hyper-V", None, "Microsoft-Hyper-V", True, "hyper_v"),
    Feature(SERVER, "RSAT-Hyper-V-Tools-Feature", "Hyper-V Management Tools", "RSAT-Hyper-V-Tools", None, False,
            "hyper_v", True),  # GK: the name in DISM
    Feature(SERVER, "Microsoft-Hyper-V-Management-Clients", "Hyper-V GUI Management Tools", "Hyper-V-Tools",
            "RSAT-Hyper-V-Tools-Feature", False, "hyper_v", True),
    Feature(SERVER, "Microsoft-Hyper-V-Management-PowerShell", "Hyper-V Module for Windows PowerShell",
            "Hyper-V-PowerShell", "RSAT-Hyper-V-Tools-Feature", False, "hyper_v", True),
    Feature(SERVER, "DNS-Server-Full-Role", "DNS Server", "DNS"),
    Feature(SERVER, "IIS-WebServerRole", "Web Server (IIS)", "Web-Server"),
    Feature(SERVER, "NetFx4ServerFeatures", ".NET Framework 4.8 Features", "NET-Framework-45-Features",
            at_first="Enabled"),
    Feature(SERVER, "MicrosoftWindowsPowerShell", "Windows PowerShell 5.1", "PowerShell", at_first="Enabled"),
    Feature(CLIENT, "Containers", "Containers", restart=True, needs="containers"),
    Feature(CLIENT, "Microsoft-Hyper-V-All", "Hyper-V", restart=True, needs="hyper_v"),
    Feature(CLIENT, "Microsoft-Hyper-V", "Hyper-V Platform", None, "Microsoft-Hyper-V-All", True, "hyper_v"),
    Feature(CLIENT, "Microsoft-Hyper-V-Hypervisor", "Hyper-V Hypervisor", None, "Microsoft-Hyper-V", True, "hyper_v"),
    Feature(CLIENT, "Microsoft-Hyper-V-Services", "Hyper-V Services", None, "Microsoft-Hyper-V", True, "hyper_v"),
    Feature(CLIENT, "Microsoft-Hyper-V-Tools-All", "Hyper-V Management Tools", None, "Microsoft-Hyper-V-All", False,
            "hyper_v"),
    Feature(CLIENT, "Microsoft-Hyper-V-Management-PowerShell", "Hyper-V Module for Windows PowerShell", None,
            "Microsoft-Hyper-V-Tools-All", False, "hyper_v"),
    Feature(CLIENT, "Microsoft-Hyper-V-Management-Clients", "Hyper-V GUI Management Tools", None,
            "Microsoft-Hyper-V-Tools-All", False, "hyper_v"),
    Feature(CLIENT, "VirtualMachinePlatform", "Virtual Machine Platform", restart=True),
    Feature(CLIENT, "IIS-WebServerRole", "Internet Information Services"),
    Feature(CLIENT, "NetFx4-AdvSrvs", ".NET Framework 4.8 Advanced Services", at_first="Enabled"),
)  # fmt: skip

HYPERVISOR_PART = {SERVER: "Microsoft-Hyper-V-Online", CLIENT: "Microsoft-Hyper-V-Hypervisor"}

# DISM's state -> ServerManager's InstallState
INSTALL_STATE = {
    "Enabled": "Installed",
    "EnablePending": "InstallPending",
    "Disabled": "Available",
    "DisablePending": "UninstallPending",
    "DisabledWithPayloadRemoved": "Removed",
}
# What a boot makes of each state
AFTER_BOOT = {"EnablePending": "Enabled", "DisablePending": "Disabled"}
# (state, needs a restart) -> the state after enabling, after disabling
ENABLED = {
    ("Disabled", True): "EnablePending",
    ("Disabled", False): "Enabled",
    ("DisabledWithPayloadRemoved", True): "EnablePending",
    ("DisabledWithPayloadRemoved", False): "Enabled",
    ("DisablePending", True): "Enabled",
}
DISABLED = {
    ("Enabled", True): "DisablePending",
    ("Enabled", False): "Disabled",
    ("EnablePending", True): "Disabled",
}
