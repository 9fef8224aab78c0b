# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# One act at a time on a host.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

function Lock-Machine {
    # Opens a file below ProgramData for this process alone and gives the open file; type 'timeout' where another process
    # has it for longer than lock_timeout seconds.
    param ([object]$Ask)

    $folder = Join-Path $env:ProgramData 'winfleet'
    $null = [IO.Directory]::CreateDirectory($folder)
    $path = Join-Path $folder 'containers.lock'
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try { return [IO.FileStream]::new($path, [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None) }
        catch {
            # Exactly this type: those derived from it say that the file cannot be opened at all.
            if ((Get-Cause $_.Exception).GetType() -ne [IO.IOException]) { throw }
        }
        if ($clock.Elapsed.TotalSeconds -ge $Ask['lock_timeout']) {
            Stop-Verb -Type 'timeout' -Text "Another act has had the lock $path for $($Ask['lock_timeout']) s."
        }
        Start-Sleep -Milliseconds 200
    }
}

Export-ModuleMember -Function Lock-Machine
