"""Which features are on, which wait for a reboot, and what ServerManager and DISM say when asked to change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from .editions import Edition
from .errors import CommandNotFound, WindowsError
from .feature_table import AFTER_BOOT, DISABLED, ENABLED, FEATURES, HYPERVISOR_PART, INSTALL_STATE, Feature

NO_SOURCE_FILES = (
    'The source files could not be found. Use the "Source" option to specify the location of the files that are '
    "required to restore the feature."
)
NO_PARENT = "One or several parent features are disabled so current feature can not be enabled."  # WSL#2832
PREREQUISITE = "Alteration_PrerequisiteCheck_Failed,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand"


class Features:
    """The features of one machine. `prerequisite` says why the hypervisor role may not be installed, or None;
    `has_source` says whether a folder given as source exists."""

    def __init__(
        self, edition: Edition, prerequisite: Callable[[], str | None], has_source: Callable[[str], bool]
    ) -> None:
        lacking = {name for name in ("containers", "hyper_v") if not getattr(edition, name)}
        self._known = [each for each in FEATURES if each.kind == edition.kind and each.needs not in lacking]
        self._states = {each.dism: each.at_first for each in self._known}
        self._kind = edition.kind
        self._prerequisite = prerequisite
        self._has_source = has_source
        self.source_missing = False
        self.reboot_pending = False

    def preset(self, names: Iterable[str], removed: Iterable[str], without_restart: Iterable[str] = ()) -> None:
        """Before the first boot: `names` (ServerManager's or DISM's) are enabled, the `removed` lack their files, and
        those `without_restart` work as soon as they are enabled."""
        at_once = {part.dism for name in without_restart for part in self._with_parts(self._preset_row(name))}
        self._known = [replace(each, restart=each.restart and each.dism not in at_once) for each in self._known]
        for name in names:
            for feature in self._with_parts(self._preset_row(name)):
                self._states[feature.dism] = "Enabled"
        for name in removed:
            for feature in self._with_parts(self._preset_row(name)):
                self._states[feature.dism] = "DisabledWithPayloadRemoved"

    def active(self, dism: str) -> bool:
        """Whether the feature works now: enabled, and still so until the reboot that takes it away."""
        return self._states.get(dism) in ("Enabled", "DisablePending")

    def hypervisor(self) -> bool:
        """Whether the part with the hypervisor is active."""
        return self.active("Microsoft-Hyper-V") and self.active(HYPERVISOR_PART[self._kind])

    def boot(self) -> None:
        """Apply what was pending."""
        self._states = {name: AFTER_BOOT.get(state, state) for name, state in self._states.items()}
        self.reboot_pending = False

    # ServerManager

    def server_manager(self) -> list[dict[str, Any]]:
        """Get-WindowsFeature: `{Name, DisplayName, Installed, InstallState}`. Raises CommandNotFound on clients."""
        self._need_server_manager("Get-WindowsFeature")
        return [
            {
                "Name": feature.server_manager,
                "DisplayName": feature.display,
                "Installed": self._states[feature.dism] == "Enabled",
                "InstallState": INSTALL_STATE[self._states[feature.dism]],
            }
            for feature in self._known
            if feature.server_manager
        ]

    def install(self, names: Iterable[str], tools: bool = False, source: str | None = None) -> dict[str, Any]:
        """Install-WindowsFeature: `{Success, RestartNeeded, ExitCode, FeatureResult}` (A7.1). Raises WindowsError."""
        self._need_server_manager("Install-WindowsFeature")
        asked = [self._named(name) for name in names]
        wanted = [part for feature in asked for part in [*self._parents(feature), *self._with_parts(feature)]]
        if tools and any(feature.dism == "Microsoft-Hyper-V" for feature in asked):
            wanted += [feature for feature in self._known if feature.tool and feature.needs == "hyper_v"]
        changes = self._changes(wanted, ENABLED)
        refused = self._prerequisite() if "Microsoft-Hyper-V" in changes else None
        if refused:
            raise WindowsError(
                "System.Exception",
                "0x80131500",
                f"A prerequisite check for the Hyper-V feature failed.\n1. {refused}",
                PREREQUISITE,
            )  # A7.3
        if changes and not self._has_files(changes, source):
            raise WindowsError(
                "System.Exception",
                "0x80131500",
                "The request to add or remove features on the specified server failed. Installation of one or more "
                f"roles, role services, or features failed.\n{NO_SOURCE_FILES} Error: 0x800f081f",
                "DISMAPI_Error__Failed_To_Enable_Updates,"
                "Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand",
            )
        return self._server_manager_result(changes, asked)

    def uninstall(self, names: Iterable[str]) -> dict[str, Any]:
        """Uninstall-WindowsFeature, shaped as `install`. Raises WindowsError."""
        self._need_server_manager("Uninstall-WindowsFeature")
        asked = [self._named(name) for name in names]
        wanted = [part for feature in asked for part in self._with_parts(feature)]
        return self._server_manager_result(self._changes(wanted, DISABLED), asked)

    # DISM

    def dism(self) -> list[dict[str, Any]]:
        """Get-WindowsOptionalFeature -Online: `{FeatureName, DisplayName, State, RestartRequired}` (A7.7)."""
        return [
            {
                "FeatureName": feature.dism,
                "DisplayName": feature.display,
                "State": self._states[feature.dism],
                "RestartRequired": "Possible",
            }
            for feature in self._known
        ]

    def enable(self, name: str, all_parents: bool = True, source: str | None = None) -> dict[str, Any]:
        """Enable-WindowsOptionalFeature: `{RestartNeeded}` (A7.6); makes no check of the processor. WindowsError."""
        feature = self._optional(name)
        parents = self._parents(feature)
        if not all_parents and self._changes(parents, ENABLED):
            raise self._dism_error("0x80070032", NO_PARENT, "Enable")
        changes = self._changes([*parents, *self._with_parts(feature)], ENABLED)
        if changes and not self._has_files(changes, source):
            raise self._dism_error("0x800f081f", NO_SOURCE_FILES, "Enable")
        self._apply(changes)
        return {"RestartNeeded": self._pending([feature])}

    def disable(self, name: str) -> dict[str, Any]:
        """Disable-WindowsOptionalFeature: `{RestartNeeded}`. Raises WindowsError."""
        feature = self._optional(name, "Disable")
        self._apply(self._changes(self._with_parts(feature), DISABLED))
        return {"RestartNeeded": self._pending([feature])}

    def remove_payload(self, names: Iterable[str]) -> None:
        """Take the files of features that are off away, as `-Remove` does."""
        for name in names:
            for feature in self._with_parts(self._preset_row(name)):
                if self._states[feature.dism] == "Disabled":
                    self._states[feature.dism] = "DisabledWithPayloadRemoved"

    def state(self) -> dict[str, Any]:
        """For the machine's state: DISM's name -> DISM's state."""
        return {"states": dict(self._states), "reboot_pending": self.reboot_pending}

    # inside

    def _need_server_manager(self, command: str) -> None:
        if self._kind != "server":
            raise CommandNotFound(command)

    def _named(self, name: str) -> Feature:
        for feature in self._known:
            if feature.server_manager and feature.server_manager.lower() == name.lower():
                return feature
        raise WindowsError(
            "System.Exception",
            "0x80131500",
            f"ArgumentNotValid: The role, role service, or feature name is not valid: '{name}'. "
            "The name was not found.",
            "NameDoesNotExist,Microsoft.Windows.ServerManager.Commands.AddWindowsFeatureCommand",
        )  # isolation.md 4.3, moby#28327

    def _optional(self, name: str, verb: str = "Enable") -> Feature:
        for feature in self._known:
            if feature.dism.lower() == name.lower():
                return feature
        raise self._dism_error("0x800f080c", f"Feature name {name} is unknown.", verb)  # WSL#931

    def _preset_row(self, name: str) -> Feature:
        for feature in self._known:
            if name.lower() in (feature.dism.lower(), (feature.server_manager or "").lower()):
                return feature
        # fleet files write Hyper-V for clients too, where it is Microsoft-Hyper-V-All
        if name.lower() == "hyper-v" and self._kind == "client" and "Microsoft-Hyper-V-All" in self._states:
            return self._optional("Microsoft-Hyper-V-All")
        raise ValueError(f"feature {name!r} does not exist on this edition")

    def _parents(self, feature: Feature) -> list[Feature]:
        if feature.parent is None:
            return []
        parent = self._optional(feature.parent)
        return [*self._parents(parent), parent]

    def _with_parts(self, feature: Feature) -> list[Feature]:
        parts = [feature]
        for each in self._known:
            if each.parent == feature.dism:
                parts += self._with_parts(each)
        return parts

    def _changes(self, features: Iterable[Feature], table: dict[tuple[str, bool], str]) -> dict[str, str]:
        found = ((each.dism, table.get((self._states[each.dism], each.restart))) for each in features)
        return {name: state for name, state in found if state}

    def _has_files(self, changes: dict[str, str], source: str | None) -> bool:
        if source is not None and self._has_source(source):
            return True
        return not self.source_missing

    def _apply(self, changes: dict[str, str]) -> None:
        self._states.update(changes)
        restarts = {each.dism for each in self._known if each.restart}
        self.reboot_pending = self.reboot_pending or bool(restarts & set(changes))

    def _pending(self, features: Iterable[Feature]) -> bool:
        return any(self._states[part.dism] in AFTER_BOOT for each in features for part in self._with_parts(each))

    def _server_manager_result(self, changes: dict[str, str], asked: list[Feature]) -> dict[str, Any]:
        self._apply(changes)
        restart = self._pending(asked)
        changed = [each for each in self._known if each.dism in changes and each.server_manager]
        code = "NoChangeNeeded" if not changed else "SuccessRestartRequired" if restart else "Success"
        return {
            "Success": True,
            "RestartNeeded": "Yes" if restart else "No",
            "ExitCode": code,
            "FeatureResult": [
                {
                    "Id": 1 + self._known.index(each),
                    "DisplayName": each.display,
                    "Message": [],
                    "RestartNeeded": "Yes" if self._states[each.dism] in AFTER_BOOT else "No",
                    "SkipReason": "NotSkipped",
                    "Success": True,
                }
                for each in changed
            ],
        }

    @staticmethod
    def _dism_error(code: str, text: str, verb: str) -> WindowsError:
        return WindowsError(
            "System.Runtime.InteropServices.COMException",
            code,
            text,
            f"Microsoft.Dism.Commands.{verb}WindowsOptionalFeatureCommand",
        )
