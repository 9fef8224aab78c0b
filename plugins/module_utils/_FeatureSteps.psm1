# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# How Windows features are enabled and disabled, through ServerManager or DISM.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

function Switch-ServerManagerFeature {
    # {action, names, source, management_tools} -> {Success, RestartNeeded, ExitCode}.
    param ([object]$Ask)

    $how = @{ Name = [string[]]@($Ask['names']); ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
    if ($Ask['management_tools']) { $how['IncludeManagementTools'] = $true }
    if ($Ask['source'] -and $Ask['action'] -eq 'enable') { $how['Source'] = [string[]]@($Ask['source']) }
    if ($Ask['action'] -eq 'enable') { $result = Install-WindowsFeature @how } else { $result = Uninstall-WindowsFeature @how }
    @{
        Success = [bool]$result.Success
        RestartNeeded = [string]$result.RestartNeeded
        ExitCode = [string]$result.ExitCode
    }
}

function Switch-DismFeature {
    # {action, names, source} -> {RestartNeeded}.
    param ([object]$Ask)

    $how = @{ Online = $true; NoRestart = $true; ErrorAction = 'Stop'; WarningAction = 'SilentlyContinue' }
    if ($Ask['source'] -and $Ask['action'] -eq 'enable') { $how['Source'] = [string[]]@($Ask['source']) }
    $restart = $false
    foreach ($name in $Ask['names']) {
        $how['FeatureName'] = [string]$name
        if ($Ask['action'] -eq 'enable') { $result = Enable-WindowsOptionalFeature @how -All }
        else { $result = Disable-WindowsOptionalFeature @how }
        if ($result.RestartNeeded) { $restart = $true }
    }
    @{ RestartNeeded = $restart }
}

$switches = @{ server_manager = 'Switch-ServerManagerFeature'; dism = 'Switch-DismFeature' }

function Switch-Feature {
    # The step: {provider, action, names, source, management_tools} -> {result}.
    param ([object]$Ask)

    $provider = [string]$Ask['provider']
    if (-not $switches.ContainsKey($provider)) { throw [ArgumentException]::new("There is no provider '$provider' of features.") }
    if (@('enable', 'disable') -notcontains $Ask['action']) { throw [ArgumentException]::new("A feature cannot be '$($Ask['action'])'d.") }
    $ProgressPreference = 'SilentlyContinue'
    $result = & $switches[$provider] $Ask
    $value = @{ result = $result }
    if ($result.ContainsKey('Success') -and -not $result['Success']) {
        Stop-Verb -Type 'status' -Code $result['ExitCode'] -Text "The features were not switched: $($result['ExitCode'])." -Value $value
    }
    $value
}

Export-ModuleMember -Function Switch-Feature
