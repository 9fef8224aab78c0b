# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Looks at services.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

function Get-ServiceFilter {
    # A name in WQL.
    param ([string]$Name)

    "Name='" + $Name.Replace('\', '\\').Replace("'", "\'") + "'"
}

function Get-ServiceLook {
    # {names} -> [{Name, DisplayName, State, StartMode, PathName, ProcessId, ExitCode}], in the order asked.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    $clauses = @(foreach ($name in $Ask['names']) { Get-ServiceFilter ([string]$name) })
    if ($clauses.Length -eq 0) { return , $rows }
    $columns = 'Name', 'DisplayName', 'State', 'StartMode', 'PathName', 'ProcessId', 'ExitCode'
    $found = @(Get-CimInstance -ClassName Win32_Service -Filter ($clauses -join ' OR ') -Property $columns -ErrorAction Stop)
    foreach ($name in $Ask['names']) {
        foreach ($service in $found) {
            if ($service.Name -ne $name) { continue }
            # Texts and numbers of WMI are plain already, and PowerShell compiles a function that is called for the 32nd
            # time: ConvertTo-PlainValue for each column here cost a look a tenth of its time.
            $row = @{}
            foreach ($column in $columns) { $row[$column] = $service.$column }
            $rows.Add($row)
        }
    }
    , $rows
}

function Get-ServiceRow {
    # The same of one service, null where there is none.
    param ([string]$Name)

    $rows = Get-ServiceLook @{ names = @($Name) }
    if ($rows.Count) { $rows[0] }
}

Export-ModuleMember -Function Get-ServiceFilter, Get-ServiceLook, Get-ServiceRow
