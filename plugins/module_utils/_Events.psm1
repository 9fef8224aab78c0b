# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What an event log holds.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

function Get-EventText {
    # The message; of a source whose file of messages is not there (a service's program that is gone), what it was given.
    param ([object]$Record)

    if ($Record.Message) { return [string]$Record.Message }
    @($Record.Properties | ForEach-Object { $_.Value }) -join ' '
}

function Get-EventLook {
    # {log, source, count} -> [{TimeCreated, Id, Level, Message}], the newest first.
    param ([object]$Ask)

    $log, $source, $count = 'Application', [string]$Ask['source'], 20
    if ($Ask['log']) { $log = [string]$Ask['log'] }
    if ($null -ne $Ask['count']) { $count = [int]$Ask['count'] }
    if ($source.Contains("'")) { throw [ArgumentException]::new("No source of events is called $source.") }
    $rows = [Collections.Generic.List[object]]::new()
    # By the text of the record: -ProviderName asks whether the source is registered, and fails where it was.
    $query = @{ LogName = $log; FilterXPath = "*[System[Provider[@Name='$source']]]"; MaxEvents = $count }
    try { $records = @(Get-WinEvent @query -ErrorAction Stop) }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound,*') { throw }
        return , $rows
    }
    foreach ($record in $records) {
        $rows.Add(@{
                TimeCreated = ConvertTo-DateText $record.TimeCreated
                Id = [int]$record.Id
                Level = [int]$record.Level
                Message = Get-EventText $record
            })
    }
    , $rows
}

Export-ModuleMember -Function Get-EventLook
