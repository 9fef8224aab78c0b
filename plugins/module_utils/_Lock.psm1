# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# One act at a time on a host, and who is at it.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Json

Set-StrictMode -Version 2.0

# The HResults that say that another process has the file open; every other one says that it cannot be opened at all.
$held = @{
    0x80070020 = 'ERROR_SHARING_VIOLATION, winerror.h'
    0x80070021 = 'ERROR_LOCK_VIOLATION, winerror.h'
    11 = 'EWOULDBLOCK of flock: where the system is no Windows, .NET gives the bare errno (dotnet/runtime Interop.IOErrors.cs)'
    35 = 'the same of macOS'
}

# More than this no note of ours is long.
$mostNote = 4096
$utf8 = [Text.UTF8Encoding]::new($false)

function Read-Note {
    # {who, since} of the act that was here last; null where nobody was, or where the note says something else. Anybody who
    # may write below ProgramData may have written it.
    param ([string]$Path)

    try {
        $file = [IO.FileInfo]::new($Path)
        if (-not $file.Exists -or $file.Length -gt $mostNote) { return $null }
        $document = ConvertFrom-JsonText ([IO.File]::ReadAllText($Path, $utf8))
        $who = $document.SelectSingleNode('/root[@type="object"]/who[@type="string"]')
        $since = $document.SelectSingleNode('/root[@type="object"]/since[@type="string"]')
        if ($null -eq $who -or $null -eq $since) { return $null }
        if ($since.InnerText -notmatch '\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z\z') { return $null }
        @{ who = Limit-Text $who.InnerText; since = $since.InnerText }
    }
    catch { return $null }
}

function Write-Note {
    param ([string]$Path, [string]$Who)

    $note = @{ who = Limit-Text $Who; since = ConvertTo-DateText ([datetime]::UtcNow) }
    try { [IO.File]::WriteAllText($Path, (ConvertTo-Json -InputObject $note -Compress), $utf8) }
    catch { return }  # Whoever waits does not learn a name then; that is no reason not to act.
}

function Lock-Machine {
    # {who, lock_timeout} -> {file, last}. Opens a file below ProgramData for this process alone and gives the open file and
    # the note of the act before; type 'timeout' where another process has it for longer than lock_timeout seconds.
    param ([object]$Ask)

    $folder = Join-Path $env:ProgramData 'winfleet'
    $null = [IO.Directory]::CreateDirectory($folder)
    $path = Join-Path $folder 'containers.lock'
    $notes = Join-Path $folder 'containers.last'
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            $file = [IO.FileStream]::new($path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
            break
        }
        catch { if (-not $held.ContainsKey((Get-Cause $_.Exception).HResult)) { throw } }
        if ($clock.Elapsed.TotalSeconds -ge $Ask['lock_timeout']) {
            $note = Read-Note $notes
            $whose = ''
            if ($null -ne $note) { $whose = " ($((@($note['who'], "since $($note['since'])") -ne '') -join ', '))" }
            Stop-Verb -Type 'timeout' -Text "Another act$whose has had the lock $path for $($Ask['lock_timeout']) s."
        }
        Start-Sleep -Milliseconds 200
    }
    $last = Read-Note $notes
    Write-Note $notes ([string]$Ask['who'])
    @{ file = $file; last = $last }
}

Export-ModuleMember -Function Lock-Machine
