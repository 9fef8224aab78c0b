# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is asked of a container engine.

#AnsibleRequires -PowerShell ._Json
#AnsibleRequires -PowerShell ._Pipe

Set-StrictMode -Version 2.0

function Open-Engine {
    # The ask's pipe, with its times in seconds.
    param ([object]$Ask, [int]$Timeout, [switch]$Idle, [int]$Connect = 5)

    $how = @{ Name = 'docker_engine'; Connect = $Connect; Timeout = $Timeout; Idle = $Idle }
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
                $answer = $pipe.Send((Get-Method $request), [string]$request['path'], $request['headers'], '')
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

Export-ModuleMember -Function Open-Engine, Get-Method, Get-EngineLook
