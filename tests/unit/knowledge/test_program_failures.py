"""Why a host program did not begin, by what PowerShell writes in any language."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.program_failures import (
    ELSE,
    PROGRAM_FAILURES,
    why_not_run,
)


@pytest.mark.parametrize(
    "written",
    [
        "Cannot create type. Only core types are supported in this language mode.",
        "MODULE FAILURE\\nMethod invocation is supported only on core types in this language mode.",
        "Der Methodenaufruf wird nur ...  + FullyQualifiedErrorId : MethodInvocationNotSupportedInConstrainedLanguage",
        "+ FullyQualifiedErrorId : PropertySetterNotSupportedInConstrainedLanguage",
        "+ FullyQualifiedErrorId : CannotCreateTypeConstrainedLanguage,Microsoft.PowerShell.Commands.NewObjectCommand",
        "Impossible ... : DotSourceNotSupported ... ConstrainedLanguage",
    ],
)
def test_constrained_language_mode_is_named(written: str) -> None:
    told = why_not_run(written)
    assert "constrained language mode" in told and "AppLocker" in told


def test_every_row_is_found_by_its_words() -> None:
    words = [
        "ConstrainedLanguage",
        "This script contains malicious content and has been blocked by your antivirus software.",
        "File x.ps1 cannot be loaded because running scripts is disabled on this system. + CategoryInfo : "
        "PSSecurityException",
        "ScriptRequiresUnmatchedPSVersion",
        "Exception of type 'System.OutOfMemoryException' was thrown.",
    ]
    assert [why_not_run(text) for text in words] == [told for _pattern, told in PROGRAM_FAILURES]


def test_what_is_not_known_says_what_is_needed() -> None:
    assert why_not_run(None, "", "boom") == ELSE
