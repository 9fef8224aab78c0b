# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Looks at processes and at compute systems: one snapshot each.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Program

Set-StrictMode -Version 2.0

function Get-ProcessOwner {
    # {Owner: DOMAIN\user of a Win32_Process, OwnerError}: one of them is null.
    param ([object]$Process)

    try { $owner = Invoke-CimMethod -InputObject $Process -MethodName GetOwner -ErrorAction Stop }
    catch { return @{ Owner = $null; OwnerError = [string](Get-Cause $_.Exception).Message } }
    if ($owner.ReturnValue -ne 0) { return @{ Owner = $null; OwnerError = "GetOwner returned $($owner.ReturnValue)" } }
    @{ Owner = [string]$owner.Domain + '\' + [string]$owner.User; OwnerError = $null }
}

function Get-ProcessLook {
    # {owners_of: image names} ->
    # [{ProcessId, ParentProcessId, Name, SessionId, CreationDate, ExecutablePath, Owner, OwnerError}].
    param ([object]$Ask)

    $owned = @($Ask['owners_of'])
    # Handle is the key: without it there is no asking for the owner.
    $properties = 'Handle', 'ProcessId', 'ParentProcessId', 'Name', 'SessionId', 'CreationDate', 'ExecutablePath'
    $rows = [Collections.Generic.List[object]]::new()
    foreach ($process in Get-CimInstance -ClassName Win32_Process -Property $properties -ErrorAction Stop) {
        $row = @{ Owner = $null; OwnerError = $null }
        if ($owned -contains $process.Name) { $row = Get-ProcessOwner $process }
        $row['ProcessId'] = $process.ProcessId
        $row['ParentProcessId'] = $process.ParentProcessId
        $row['Name'] = [string]$process.Name
        $row['SessionId'] = $process.SessionId
        $row['CreationDate'] = ConvertTo-DateText $process.CreationDate
        $row['ExecutablePath'] = ConvertTo-PlainValue $process.ExecutablePath
        $rows.Add($row)
    }
    , $rows
}

function Get-HcsdiagList {
    param ([object]$Ask)

    Get-ProgramText -Name 'hcsdiag.exe' -Arguments 'list'
}

function Get-ComputeProcessList {
    # [{Id, Type, State, Owner, RuntimeId}], null where the object has no such property.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    foreach ($system in Get-ComputeProcess -ErrorAction Stop) {
        $row = @{}
        foreach ($column in 'Id', 'Type', 'State', 'Owner', 'RuntimeId') {
            $property = $system.PSObject.Properties[$column]
            if ($null -eq $property -or $null -eq $property.Value) { $row[$column] = $null } else { $row[$column] = [string]$property.Value }
        }
        $rows.Add($row)
    }
    , $rows
}

# The same question, asked of a program and of a command: each may be missing where the other is there.
$sources = @{ hcsdiag = 'Get-HcsdiagList'; compute_process = 'Get-ComputeProcessList' }

function Get-ComputeSystemLook {
    # -> {hcsdiag: ANSWER, compute_process: ANSWER}.
    param ([object]$Ask)

    $answers = @{}
    foreach ($source in $sources.Keys) { $answers[$source] = Invoke-Verb -Table $sources -Ask @{ verb = $source } }
    $answers
}

Export-ModuleMember -Function Get-ProcessLook, Get-ComputeSystemLook, Get-HcsdiagList, Get-ComputeProcessList
