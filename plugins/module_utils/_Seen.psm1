# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Is what an act rests on still so? It is asked of the engine under the lock, before the first step.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Files
#AnsibleRequires -PowerShell ._Json
#AnsibleRequires -PowerShell ._Pipe
#AnsibleRequires -PowerShell ._Services

Set-StrictMode -Version 2.0

function Stop-OnChange {
    param ([string]$Text)

    Stop-Verb -Type 'changed' -Text $Text
}

function Compare-SeenField {
    # {path, fields: {dotted: text}}: each field of the answered object has its text.
    param ([object]$Item, [string]$Body)

    # In an order of our own, so that the first difference is the same one each time; a table may have a key 'Keys'.
    $names = [string[]]@($Item['fields'].GetEnumerator() | ForEach-Object { $_.Key })
    if ($names.Length -eq 0) { return }
    $document = ConvertFrom-JsonText $Body
    [Array]::Sort($names, [StringComparer]::Ordinal)
    foreach ($name in $names) {
        $was = [string]$Item['fields'][$name]
        $found = Select-JsonField $document $name
        $now = ''
        if ($found.Count -gt 0) { $now = $found[0] }
        if (-not [string]::Equals($now, $was)) {
            Stop-OnChange "$name of $($Item['path']) is '$(Limit-Text $now)' and was '$(Limit-Text $was)'."
        }
    }
}

function Compare-SeenService {
    # {service: name, fields: {name: text}} or {service: name, exists: false}.
    param ([object]$Item)

    $row = Get-ServiceRow ([string]$Item['service'])
    $whose = "the service $($Item['service'])"
    if ($null -eq $row) {
        if ($Item['exists'] -ne $false) { Stop-OnChange "There is no $($whose.Substring(4)) any more." }
        return
    }
    if ($Item['exists'] -eq $false) { Stop-OnChange "There was no $($whose.Substring(4)) and now there is one." }
    $names = [string[]]@($Item['fields'].GetEnumerator() | ForEach-Object { $_.Key })
    [Array]::Sort($names, [StringComparer]::Ordinal)
    foreach ($name in $names) {
        $was, $now = [string]$Item['fields'][$name], [string]$row[$name]
        if (-not [string]::Equals($now, $was)) { Stop-OnChange "$name of $whose is '$(Limit-Text $now)' and was '$(Limit-Text $was)'." }
    }
}

function Compare-SeenFile {
    # {file: path, SHA256: hex}, which is empty where no file was there.
    param ([object]$Item)

    $file = Find-Item ([string]$Item['file'])
    $now, $was = '', [string]$Item['SHA256']
    if ($null -ne $file -and $file.PSIsContainer) { $now = 'a folder' }
    elseif ($null -ne $file) { $now = Get-FileDigest $file }
    if ($now -ne $was) { Stop-OnChange "SHA256 of $($Item['file']) is '$now' and was '$was'." }
}

function ConvertTo-NameList {
    # How a set of texts is told: in order, a long one is cut.
    param ([Collections.Generic.SortedSet[string]]$Names)

    if ($Names.Count -eq 0) { return 'nothing' }
    Limit-Text ($Names -join ', ') -Most 1000
}

function Compare-SeenRow {
    # {path, rows: field, values: [text]}: the field's texts in the elements of the answered list are these and no others.
    param ([object]$Item, [string]$Body)

    $field = [string]$Item['rows']
    $now = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    $was = [Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    foreach ($text in (Get-JsonField $Body $field)) { $null = $now.Add($text) }
    foreach ($text in $Item['values']) { $null = $was.Add([string]$text) }
    if (-not $now.SetEquals($was)) {
        Stop-OnChange "$field of $($Item['path']) is now $(ConvertTo-NameList $now) and was $(ConvertTo-NameList $was)."
    }
}

function Compare-Seen {
    # {seen: [{path, status, fields or (rows, values), pipe}, {service, fields or exists}, {file, SHA256}]} -> how many were
    # compared; type 'changed' at the first difference. One connection for each pipe.
    param ([object]$Ask)

    $count = 0
    $pipes = @{}
    try {
        foreach ($item in $Ask['seen']) {
            $count += 1
            if ($item['service']) { Compare-SeenService $item; continue }
            if ($item['file']) { Compare-SeenFile $item; continue }
            $name = 'docker_engine'
            if ($item['pipe']) { $name = [string]$item['pipe'] }
            if (-not $pipes.ContainsKey($name)) { $pipes[$name] = Connect-Pipe -Name $name -Connect 5 -Timeout 60 }
            $path = [string]$item['path']
            $answer = $pipes[$name].Send('GET', $path, $null, '')
            if ([string]$answer['status'] -ne [string]$item['status']) {
                Stop-OnChange "The status of $path is $($answer['status']) and was $($item['status'])."
            }
            if ($null -ne $item['fields']) { Compare-SeenField $item $answer['body'] }
            if ($null -ne $item['rows']) { Compare-SeenRow $item $answer['body'] }
        }
    }
    finally {
        foreach ($pipe in @($pipes.Values)) { $pipe.Stream.Dispose() }
    }
    $count
}

Export-ModuleMember -Function Compare-Seen
