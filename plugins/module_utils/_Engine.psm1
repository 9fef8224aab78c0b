# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is asked of a container engine: the look and the two steps.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Json
#AnsibleRequires -PowerShell ._Pipe

Set-StrictMode -Version 2.0

function Open-Engine {
    # The ask's pipe, with its times in seconds.
    param ([object]$Ask, [int]$Timeout, [switch]$Idle)

    $how = @{ Name = 'docker_engine'; Connect = 5; Timeout = $Timeout; Idle = $Idle }
    if ($Ask['pipe']) { $how['Name'] = [string]$Ask['pipe'] }
    if ($null -ne $Ask['connect_timeout']) { $how['Connect'] = [int]$Ask['connect_timeout'] }
    if ($null -ne $Ask['timeout']) { $how['Timeout'] = [int]$Ask['timeout'] }
    if ($null -ne $Ask['services']) { $how['Services'] = [string[]]@($Ask['services']) }
    Connect-Pipe @how
}

function Get-Method {
    param ([object]$Ask)

    if ($Ask['method']) { return [string]$Ask['method'] }
    'GET'
}

function Send-Each {
    # One request for each element of the list that an earlier request answered: {each: [{for, status, body}]}.
    param ([object]$Pipe, [object]$Request, [object]$Earlier)

    $rows = [Collections.Generic.List[object]]::new()
    if ($Earlier['status'] -eq 200) {
        $method = Get-Method $Request
        $values = Get-JsonField $Earlier['body'] ([string]$Request['each']['field'])
        foreach ($value in $values) {
            $path = ([string]$Request['path']).Replace('{}', [Uri]::EscapeDataString($value))
            $row = $Pipe.Send($method, $path, $null, '')
            $row['for'] = $value
            $rows.Add($row)
        }
    }
    @{ each = $rows }
}

function ConvertTo-Base64 {
    # So many of the last bytes of a body that is no text (a log).
    param ([IO.MemoryStream]$Body, [int]$Last)

    $count = [int][Math]::Min($Last, $Body.Length)
    [Convert]::ToBase64String($Body.GetBuffer(), [int]$Body.Length - $count, $count)
}

function Get-EngineLook {
    # {requests, pipe, connect_timeout, timeout, services} -> one entry for each request, all over one connection.
    param ([object]$Ask)

    $answers = [Collections.Generic.List[object]]::new()
    $pipe = Open-Engine $Ask -Timeout 60
    try {
        foreach ($request in $Ask['requests']) {
            $condition = $request['only_if']
            if ($null -ne $condition -and @($condition['status']) -notcontains $answers[[int]$condition['request']]['status']) {
                $answers.Add(@{ skipped = $true })
            }
            elseif ($null -ne $request['each']) {
                $answers.Add((Send-Each $pipe $request $answers[[int]$request['each']['request']]))
            }
            else {
                $answer = $pipe.Send((Get-Method $request), [string]$request['path'], $null, '')
                if ($null -ne $request['last']) { $answer['body'] = ConvertTo-Base64 $pipe.Content ([int]$request['last']) }
                $answers.Add($answer)
            }
        }
    }
    finally {
        $pipe.Stream.Dispose()
    }
    , $answers
}

function Select-LastLine {
    # The last $Count lines that are not empty; the engine ends a line with CR LF or LF.
    param ([string]$Text, [int]$Count)

    $lines = @($Text -split '\r?\n' | Where-Object { $_ })
    ($lines | Select-Object -Last $Count) -join "`n"
}

function Stop-OnStatus {
    # Fails the step with the answer's status.
    param ([hashtable]$Answer)

    Stop-Verb -Type 'status' -Code ([string]$Answer['status']) -Text $Answer['body'].Trim() -Value $Answer
}

function Invoke-EngineStep {
    # The step: {method, path, body, headers, accept, fail_on, tail, pipe, connect_timeout, timeout} -> {status, body}.
    param ([object]$Ask)

    $pipe = Open-Engine $Ask -Timeout 300 -Idle
    try { $answer = $pipe.Send((Get-Method $Ask), [string]$Ask['path'], $Ask['headers'], [string]$Ask['body']) }
    finally { $pipe.Stream.Dispose() }
    $body = $answer['body']
    if ($Ask['tail']) { $answer['body'] = Select-LastLine $body ([int]$Ask['tail']) }
    if (@($Ask['accept']) -notcontains $answer['status']) { Stop-OnStatus $answer }
    $place = -1
    if ($Ask['fail_on']) { $place = $body.IndexOf([string]$Ask['fail_on'], [StringComparison]::Ordinal) }
    if ($place -ge 0) {
        # From the line that holds it: in a stream the engine says why in that line.
        Stop-Verb -Type 'text' -Text $body.Substring($body.LastIndexOf("`n", $place) + 1).Trim() -Value $answer
    }
    $answer
}

function Test-EngineField {
    # True where the field has one of the values; fails with 'state' where another field has one of its fail_values.
    param ([object]$Ask, [hashtable]$Answer)

    $document = ConvertFrom-JsonText $Answer['body']
    if ($null -ne $Ask['fail_values']) {
        foreach ($pair in $Ask['fail_values'].GetEnumerator()) {
            $found = (Select-JsonField $document ([string]$pair.Key))[0]
            if (Test-AnyText $pair.Value $found) { Stop-Verb -Type 'state' -Text "$($pair.Key) of $($Ask['path']) is '$found'." -Value $Answer }
        }
    }
    Test-AnyText $Ask['values'] (Select-JsonField $document ([string]$Ask['field']))[0]
}

# When each path had what it was waited for, in this act, and what its other fields were then.
$reached = @{}

function Test-Hold {
    # Whether the field has had its value for the seconds of `hold`; fails with 'state' where one of the fields of `unchanged`
    # is not what it was when the value was first seen, in this wait or in an earlier one for the same path.
    param ([object]$Ask, [hashtable]$Answer)

    if ($null -eq $Ask['unchanged']) { return $true }
    $document = ConvertFrom-JsonText $Answer['body']
    $path = [string]$Ask['path']
    $now = @{}
    foreach ($field in $Ask['unchanged']) { $now[[string]$field] = (Select-JsonField $document ([string]$field))[0] }
    if (-not $script:reached.ContainsKey($path)) { $script:reached[$path] = @{ clock = [Diagnostics.Stopwatch]::StartNew(); fields = $now } }
    $then = $script:reached[$path]
    foreach ($field in $Ask['unchanged']) {
        $was = $then['fields'][[string]$field]
        if ($null -ne $was -and $was -cne $now[[string]$field]) {
            Stop-Verb -Type 'state' -Text "$field of $path was '$was' and is '$($now[[string]$field])'." -Value $Answer
        }
    }
    $then['clock'].ElapsedMilliseconds -ge 1000 * [double]$Ask['hold']
}

function Wait-EngineField {
    # The step: {path, field, values, fail_values, hold, unchanged, timeout, interval, pipe, connect_timeout} -> the last
    # {status, body}.
    param ([object]$Ask)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $interval = 1
    if ($null -ne $Ask['interval']) { $interval = [double]$Ask['interval'] }
    $pipe = Open-Engine $Ask -Timeout 60
    $limit = $pipe.Timeout
    try {
        while ($true) {
            $pipe.Timeout = [Math]::Max(1000, $limit - $clock.ElapsedMilliseconds)
            $answer = $pipe.Send('GET', [string]$Ask['path'], $null, '')
            if ($answer['status'] -ne 200) { Stop-OnStatus $answer }
            $has = Test-EngineField $Ask $answer
            if ($has -and (Test-Hold $Ask $answer)) { return $answer }
            if ($has) { Start-Sleep -Milliseconds 250; continue }
            if ($clock.ElapsedMilliseconds + 1000 * $interval -ge $limit) {
                $text = "$($Ask['field']) of $($Ask['path']) has not become $(@($Ask['values']) -join ' or ') within $($limit / 1000) s."
                Stop-Verb -Type 'timeout' -Text $text -Value $answer
            }
            Start-Sleep -Milliseconds (1000 * $interval)
        }
    }
    finally {
        $pipe.Stream.Dispose()
    }
}

Export-ModuleMember -Function Get-EngineLook, Invoke-EngineStep, Wait-EngineField
