# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Probes: what Windows' own commands for features, processes and compute systems answer, before our readers touch it.

#AnsibleRequires -PowerShell ._FirstDay
#AnsibleRequires -PowerShell ._Program

Set-StrictMode -Version 2.0

function Get-ServerManagerFacts {
    # {names} -> {count, features: [properties]}; the list of all is asked, as the look does.
    param ([object]$Ask)

    $found = @(Get-WindowsFeature -ErrorAction Stop)
    $rows = [Collections.Generic.List[object]]::new()
    foreach ($feature in $found) { if (@($Ask['names']) -contains $feature.Name) { $rows.Add((Get-PropertyFacts $feature)) } }
    @{ count = $found.Length; features = $rows }
}

function Get-ServerManagerOne {
    # {name} -> {count, features: [properties], error}: whether a name costs less than all, and what an unknown one says.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    $failure = $null
    try { foreach ($feature in Get-WindowsFeature -Name ([string]$Ask['name']) -ErrorAction Stop) { $rows.Add((Get-PropertyFacts $feature)) } }
    catch { $failure = Get-ErrorFacts $_ }
    @{ count = $rows.Count; features = $rows; error = $failure }
}

function Get-DismOne {
    # {name} -> {count, features: [properties], error}.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    $failure = $null
    try {
        foreach ($feature in Get-WindowsOptionalFeature -Online -FeatureName ([string]$Ask['name']) -ErrorAction Stop) {
            $rows.Add((Get-PropertyFacts $feature))
        }
    }
    catch { $failure = Get-ErrorFacts $_ }
    @{ count = $rows.Count; features = $rows; error = $failure }
}

function Get-DismAll {
    # {names} -> {count, features: [properties]}: the list of all, of which the look says that it lacks RestartRequired.
    param ([object]$Ask)

    $found = @(Get-WindowsOptionalFeature -Online -ErrorAction Stop)
    $rows = [Collections.Generic.List[object]]::new()
    foreach ($feature in $found) { if (@($Ask['names']) -contains $feature.FeatureName) { $rows.Add((Get-PropertyFacts $feature)) } }
    @{ count = $found.Length; features = $rows }
}

function Get-OwnerFacts {
    # {names} -> [{Name, ProcessId, SessionId, owner or error}] of up to three processes of each image name: GetOwner as it answers.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    $properties = 'Handle', 'ProcessId', 'Name', 'SessionId'
    $processes = @(Get-CimInstance -ClassName Win32_Process -Property $properties -ErrorAction Stop)
    foreach ($name in $Ask['names']) {
        foreach ($process in @($processes | Where-Object { $_.Name -eq $name } | Select-Object -First 3)) {
            $row = @{ Name = [string]$process.Name; ProcessId = $process.ProcessId; SessionId = $process.SessionId }
            try { $row['owner'] = Get-PropertyFacts (Invoke-CimMethod -InputObject $process -MethodName GetOwner -ErrorAction Stop) }
            catch { $row['error'] = Get-ErrorFacts $_ }
            $rows.Add($row)
        }
    }
    @{ processes = $processes.Length; owners = $rows }
}

function Get-HcsdiagFacts {
    # -> {ExitCode, Output} of hcsdiag.exe list.
    param ([object]$Ask)

    Invoke-Program -Name 'hcsdiag.exe' -Arguments 'list'
}

function Get-ComputeProcessFacts {
    # -> {count, systems: [properties of the first five]}.
    param ([object]$Ask)

    $found = @(Get-ComputeProcess -ErrorAction Stop)
    $rows = [Collections.Generic.List[object]]::new()
    foreach ($system in @($found | Select-Object -First 5)) { $rows.Add((Get-PropertyFacts $system)) }
    @{ count = $found.Length; systems = $rows }
}

Export-ModuleMember -Function Get-ServerManagerFacts, Get-ServerManagerOne, Get-DismOne, Get-DismAll, Get-OwnerFacts,
    Get-HcsdiagFacts, Get-ComputeProcessFacts
