# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# An act that outlives its connection: where it stands, and what it answered. Its files lie below the user's own profile,
# which nobody else may read: an answer holds what the engine says of containers.

Set-StrictMode -Version 2.0

$utf8 = [Text.UTF8Encoding]::new($false)
$kinds = 'progress', 'part', 'answer'
$mostAge = [timespan]::FromDays(1)

# Of the act that runs in this process: its id, and the open file that says where it stands.
$script:id = $null
$script:progress = $null

function Get-JobFolder {
    if (-not $env:USERPROFILE) { throw [IO.DirectoryNotFoundException]::new('The user has no profile (USERPROFILE), in which a job could say where it stands.') }
    Join-Path $env:USERPROFILE '.winfleet'
}

function Get-JobFile {
    param ([object]$Id, [string]$Kind)

    if ([string]$Id -cnotmatch '\A[0-9a-f]{32}\z') { throw [ArgumentException]::new('This is no id of a job.') }
    Join-Path (Get-JobFolder) "$Id.$Kind"
}

function Remove-OldJob {
    # What was left behind, by a controller that went away; not what is still held open.
    param ([string]$Folder)

    foreach ($file in [IO.DirectoryInfo]::new($Folder).GetFiles()) {
        if ($kinds -notcontains $file.Extension.TrimStart('.') -or [datetime]::UtcNow - $file.LastWriteTimeUtc -lt $mostAge) { continue }
        try { $file.Delete() }
        catch [IO.IOException], [UnauthorizedAccessException] { continue }
    }
}

function Open-Job {
    # {id}. From here on the act is a job: this process has its file open until it ends, however it ends.
    param ([object]$Ask)

    $path = Get-JobFile $Ask['id'] 'progress'
    $null = [IO.Directory]::CreateDirectory((Get-JobFolder))
    Remove-OldJob (Get-JobFolder)
    # A buffer of one byte is none: what is written can be read at once.
    $script:progress = [IO.FileStream]::new($path, [IO.FileMode]::CreateNew, [IO.FileAccess]::Write, [IO.FileShare]::Read, 1)
    $script:id = [string]$Ask['id']
}

function Write-JobStep {
    # A line that says which step begins. A disk that is full is no reason not to go on.
    param ([int]$Number)

    if ($null -eq $script:progress) { return }
    $line = $utf8.GetBytes("`n{""step"":$Number}`n")
    try { $script:progress.Write($line, 0, $line.Length) }
    catch [IO.IOException] { return }
}

function Get-JobStream {
    # Where a step may write what the engine tells while it works; null where the act is no job.
    $script:progress
}

function Close-Job {
    # Leaves the answer, whole or not at all, and gives what the program answers instead.
    param ([string]$Answer)

    $path = Get-JobFile $script:id 'answer'
    $part = Get-JobFile $script:id 'part'
    [IO.File]::WriteAllText($part, $Answer, $utf8)
    [IO.File]::Move($part, $path)
    $script:progress.Dispose()
    "{""winfleet"":{""job"":""$($script:id)""}}"
}

function Test-JobHeld {
    # Whether a process has the file open that says where the job stands.
    param ([string]$Path)

    try { [IO.FileStream]::new($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::None).Dispose() }
    catch [IO.IOException] { return $true }
    $false
}

function Get-JobState {
    # none: it has not begun, or was removed; running; ended: there is an answer; gone: its process ended without one.
    param ([object]$Id)

    $progress = Get-JobFile $Id 'progress'
    if (-not [IO.File]::Exists($progress)) { return 'none' }
    if (Test-JobHeld $progress) { return 'running' }
    if ([IO.File]::Exists((Get-JobFile $Id 'answer'))) { return 'ended' }
    'gone'
}

function Read-JobProgress {
    # What was written behind the first $From bytes, $Most at most, as base64.
    param ([string]$Path, [long]$From, [int]$Most)

    $file = [IO.FileStream]::new($Path, [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::ReadWrite)
    try {
        $count = [int][Math]::Max(0, [Math]::Min($Most, $file.Length - $From))
        $buffer = [byte[]]::new($count)
        $null = $file.Seek($From, [IO.SeekOrigin]::Begin)
        $got = $file.Read($buffer, 0, $count)
    }
    finally { $file.Dispose() }
    [Convert]::ToBase64String($buffer, 0, $got)
}

function Get-JobLook {
    # {id, from, most, wait} -> {state, progress, answer}. Waits up to so many seconds for its end.
    param ([object]$Ask)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $wait, $most, $from = 0.0, 262144, 0L
    if ($null -ne $Ask['wait']) { $wait = [double]$Ask['wait'] }
    if ($null -ne $Ask['most']) { $most = [int]$Ask['most'] }
    if ($null -ne $Ask['from']) { $from = [long]$Ask['from'] }
    while ($true) {
        $state = Get-JobState $Ask['id']
        if ('ended', 'gone' -contains $state -or $clock.Elapsed.TotalSeconds -ge $wait) { break }
        Start-Sleep -Milliseconds 200
    }
    $told = @{ state = $state; progress = ''; answer = $null }
    if ($state -ne 'none') { $told['progress'] = Read-JobProgress (Get-JobFile $Ask['id'] 'progress') $from $most }
    if ($state -eq 'ended') { $told['answer'] = [IO.File]::ReadAllText((Get-JobFile $Ask['id'] 'answer'), $utf8) }
    $told
}

function Remove-Job {
    # The step: {id, also} -> {removed: bool}. Its files, and those of `also` (whole paths) that are there.
    param ([object]$Ask)

    $found = $false
    foreach ($path in @($kinds | ForEach-Object { Get-JobFile $Ask['id'] $_ }) + @($Ask['also'])) {
        if (-not $path -or -not [IO.File]::Exists([string]$path)) { continue }
        [IO.File]::Delete([string]$path)
        $found = $true
    }
    @{ removed = $found }
}

Export-ModuleMember -Function Open-Job, Write-JobStep, Get-JobStream, Close-Job, Get-JobLook, Remove-Job
