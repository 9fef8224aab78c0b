# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is done with a container engine: the steps engine and wait.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Engine
#AnsibleRequires -PowerShell ._Files
#AnsibleRequires -PowerShell ._Jobs
#AnsibleRequires -PowerShell ._Json
#AnsibleRequires -PowerShell ._Services

Set-StrictMode -Version 2.0

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

function Open-Body {
    # The file that is sent, which nobody may write meanwhile: what is sent is what has the digest.
    param ([object]$Ask)

    $path = [string]$Ask['body_file']
    $item = Find-Item $path
    if ($null -eq $item) { throw [IO.FileNotFoundException]::new("There is no file $path.") }
    $file = $item.Open([IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    if (-not $Ask['sha256']) { return $file }
    $digest = Get-Digest $file
    $null = $file.Seek(0, [IO.SeekOrigin]::Begin)
    if ($digest -eq $Ask['sha256']) { return $file }
    $file.Dispose()
    Stop-Verb -Type 'digest' -Text "The SHA-256 of $path is $digest and should be $($Ask['sha256'])."
}

function Invoke-EngineStep {
    # The step: {method, path, body, body_file, sha256, headers, accept, fail_on, tail, follow, pipe, connect_timeout, timeout} -> {status, body}.
    param ([object]$Ask)

    $pipe = Open-Engine $Ask -Timeout 300 -Idle
    if ($Ask['follow']) { $pipe.Copy = Get-JobStream }
    $file = $null
    try {
        if ($Ask['body_file']) { $file = Open-Body $Ask }
        $answer = $pipe.Send((Get-Method $Ask), [string]$Ask['path'], $Ask['headers'], [string]$Ask['body'], $file)
    }
    finally {
        $pipe.Stream.Dispose()
        if ($null -ne $file) { $file.Dispose() }
    }
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

# What a pipe is like that is not there yet, or whose engine ends.
$notYet = [TimeoutException], [IO.EndOfStreamException]

function Assert-Service {
    # Fails with 'state' where none of the services runs or starts.
    param ([object]$Names)

    $texts = foreach ($name in $Names) {
        $row = Get-ServiceRow ([string]$name)
        if ($null -eq $row) { "There is no service $name." }
        elseif ('Running', 'Start Pending' -contains $row['State']) { return }
        else { "The service $($row['Name']) is $($row['State']) (exit code $($row['ExitCode']))." }
    }
    Stop-Verb -Type 'state' -Text ($texts -join ' ')
}

function Wait-EngineField {
    # The step: {path, field, values, fail_values, hold, unchanged, timeout, interval, services, pipe, connect_timeout} ->
    # the last {status, body}. With services no pipe is "not yet", as long as one of these runs or starts.
    param ([object]$Ask)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $interval, $limit, $connect = 1, 60000, 5
    if ($null -ne $Ask['interval']) { $interval = [double]$Ask['interval'] }
    if ($null -ne $Ask['timeout']) { $limit = 1000L * [int]$Ask['timeout'] }
    if ($null -ne $Ask['services']) { $connect = 0 }
    $pipe, $answer = $null, $null
    try {
        while ($true) {
            try {
                if ($null -eq $pipe) { $pipe = Open-Engine $Ask -Timeout 60 -Connect $connect }
                $pipe.Timeout = [Math]::Max(1000, $limit - $clock.ElapsedMilliseconds)
                $answer = $pipe.Send('GET', [string]$Ask['path'], $null, '')
                if ($answer['status'] -ne 200) { Stop-OnStatus $answer }
                $has = Test-EngineField $Ask $answer
                if ($has -and (Test-Hold $Ask $answer)) { return $answer }
                if ($has) { Start-Sleep -Milliseconds 250; continue }
            }
            catch {
                if ($null -eq $Ask['services'] -or $notYet -notcontains (Get-Cause $_.Exception).GetType()) { throw }
                if ($null -ne $pipe) { $pipe.Stream.Dispose() }
                $pipe, $answer = $null, $null
                $null = Assert-Service $Ask['services']
            }
            if ($clock.ElapsedMilliseconds + 1000 * $interval -ge $limit) {
                $text = "$($Ask['field']) of $($Ask['path']) has not become $(@($Ask['values']) -join ' or ') within $($limit / 1000) s."
                Stop-Verb -Type 'timeout' -Text $text -Value $answer
            }
            Start-Sleep -Milliseconds (1000 * $interval)
        }
    }
    finally {
        if ($null -ne $pipe) { $pipe.Stream.Dispose() }
    }
}

Export-ModuleMember -Function Invoke-EngineStep, Wait-EngineField
