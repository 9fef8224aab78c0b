# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Looks at what the machine is: WMI classes, the registry, files, the boot.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Files
#AnsibleRequires -PowerShell ._Program

Set-StrictMode -Version 2.0

function Get-CimLook {
    # {class, properties, filter, namespace} -> [{property: value}]; a property that the class lacks is null.
    param ([object]$Ask)

    $query = @{ ClassName = [string]$Ask['class']; Namespace = 'root/cimv2'; ErrorAction = 'Stop' }
    if ($Ask['namespace']) { $query['Namespace'] = [string]$Ask['namespace'] }
    if ($Ask['filter']) { $query['Filter'] = [string]$Ask['filter'] }
    $properties = [string[]]@($Ask['properties'])
    # Asking for all is slow (Win32_Processor measures its load for a second), asking for one that is not there fails.
    try { $instances = @(Get-CimInstance @query -Property $properties) }
    catch [Microsoft.Management.Infrastructure.CimException] { $instances = @(Get-CimInstance @query) }

    $rows = [Collections.Generic.List[object]]::new()
    foreach ($instance in $instances) {
        $row = @{}
        foreach ($name in $properties) {
            $property = $instance.PSObject.Properties[$name]
            if ($null -eq $property) { $row[$name] = $null } else { $row[$name] = ConvertTo-PlainValue $property.Value }
        }
        $rows.Add($row)
    }
    , $rows
}

function Get-RegistryLook {
    # {path, names} -> {exists, values: {name: value}}.
    param ([object]$Ask)

    $values = @{}
    $key = Find-Item ([string]$Ask['path'])
    if ($null -eq $key) { return @{ exists = $false; values = $values } }
    $there = @($key.GetValueNames())
    foreach ($name in $Ask['names']) {
        if ($there -contains $name) { $values[[string]$name] = ConvertTo-PlainValue $key.GetValue([string]$name) }
    }
    @{ exists = $true; values = $values }
}

function Get-BootEntry {
    # The text of this boot's entry, which holds hypervisorlaunchtype.
    param ([object]$Ask)

    Get-ProgramText -Name 'bcdedit.exe' -Arguments '/enum {current}'
}

function Get-BootLook {
    # {entry} -> {LastBootUpTime, LocalDateTime, Uptime: seconds, entry: ANSWER or null}.
    param ([object]$Ask)

    $system = Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime, LocalDateTime -ErrorAction Stop
    $entry = $null
    if ($Ask['entry']) { $entry = Invoke-Verb -Table @{ entry = 'Get-BootEntry' } -Ask @{ verb = 'entry' } }
    # Both out of one instance: a boot time is computed anew for each question and may differ by some milliseconds. As UTC,
    # since a clock that is put back an hour counts between two local times.
    $uptime = ([datetime]$system.LocalDateTime).ToUniversalTime() - ([datetime]$system.LastBootUpTime).ToUniversalTime()
    @{
        LastBootUpTime = ConvertTo-DateText $system.LastBootUpTime
        LocalDateTime = ConvertTo-DateText $system.LocalDateTime
        Uptime = [Math]::Round($uptime.TotalSeconds, 3)
        entry = $entry
    }
}

Export-ModuleMember -Function Get-CimLook, Get-RegistryLook, Get-BootLook, Get-BootEntry
