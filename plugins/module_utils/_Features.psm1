# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Looks at Windows features, by ServerManager (servers only) and by DISM.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

# DISM's word for a feature that this edition does not have.
$unknownFeature = [int]0x800f080c

function Get-ServerManagerFeature {
    # {names} -> [{Name, DisplayName, Installed, InstallState}]; the command takes as long for one as for all.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    if (@($Ask['names'] | Where-Object { $_ }).Length -eq 0) { return , $rows }
    $found = @(Get-WindowsFeature -ErrorAction Stop)
    foreach ($name in $Ask['names']) {
        foreach ($feature in $found) {
            if ($feature.Name -ne $name) { continue }
            $rows.Add(@{
                    Name = [string]$feature.Name
                    DisplayName = [string]$feature.DisplayName
                    Installed = [bool]$feature.Installed
                    InstallState = [string]$feature.InstallState
                })
        }
    }
    , $rows
}

function Get-DismFeature {
    # {names} -> [{FeatureName, State, RestartRequired}]; asked one by one, as the list of all lacks RestartRequired.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    foreach ($name in $Ask['names']) {
        try { $feature = Get-WindowsOptionalFeature -Online -FeatureName ([string]$name) -ErrorAction Stop }
        catch {
            if ((Get-Cause $_.Exception).HResult -eq $unknownFeature) { continue }
            throw
        }
        if ($null -eq $feature) { continue }
        $rows.Add(@{
                FeatureName = [string]$feature.FeatureName
                State = [string]$feature.State
                RestartRequired = [string]$feature.RestartRequired
            })
    }
    , $rows
}

$providers = @{ server_manager = 'Get-ServerManagerFeature'; dism = 'Get-DismFeature' }

function Get-FeatureLook {
    # {server_manager: names, dism: names} -> {server_manager: ANSWER, dism: ANSWER}.
    param ([object]$Ask)

    $answers = @{}
    foreach ($provider in $providers.Keys) {
        $answers[$provider] = Invoke-Verb -Table $providers -Ask @{ verb = $provider; names = $Ask[$provider] }
    }
    $answers
}

Export-ModuleMember -Function Get-FeatureLook, Get-ServerManagerFeature, Get-DismFeature
