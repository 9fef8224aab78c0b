# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Opens the named pipe of an engine.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Http
#AnsibleRequires -PowerShell ._Services

Set-StrictMode -Version 2.0

function Test-Coming {
    # Whether a pipe that is not there may still come: false where it is known that none of the services is there and runs
    # or starts.
    param ([object]$Services)

    if ($null -eq $Services) { return $true }
    try { $rows = Get-ServiceLook @{ names = $Services } }
    catch { return $true }
    foreach ($row in $rows) { if ('Running', 'Start Pending' -contains $row['State']) { return $true } }
    $false
}

# ERROR_SEM_TIMEOUT, which NamedPipeClientStream of .NET Framework gives as IOException where all instances are in use.
$busy = [int]0x80070079

function Connect-Pipe {
    # Opens \\.\pipe\$Name; times in seconds: $Connect to open it, $Timeout for each whole answer or, with -Idle, for each
    # head and each wait without a byte. A pipe that is not there is waited for, with $Services only where one of these runs
    # or starts. Throws TimeoutException where it is not there, IOException $busy where it stays busy, and
    # UnauthorizedAccessException where it may not be opened.
    param ([string]$Name, [int]$Connect, [int]$Timeout, [switch]$Idle, [object]$Services = $null)

    # Asynchronous, as a plain read of a pipe cannot be given a time limit.
    $stream = [IO.Pipes.NamedPipeClientStream]::new('.', $Name, [IO.Pipes.PipeDirection]::InOut, [IO.Pipes.PipeOptions]::Asynchronous)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $coming = $null
    while (-not $stream.IsConnected) {
        # Tried again and again, as .NET Framework's own wait for a missing pipe is a loop that does not rest.
        try { $stream.Connect(0) }
        catch {
            $cause = Get-Cause $_.Exception
            $missing = $cause -is [TimeoutException]
            if ($missing -and $null -eq $coming) { $coming = Test-Coming $Services }
            $again = ($missing -and $coming) -or $cause.HResult -eq $busy
            if ($again -and $clock.Elapsed.TotalSeconds -lt $Connect) { Start-Sleep -Milliseconds 50; continue }
            $stream.Dispose()
            # .NET's own words for this where a pipe is a socket, i.e. not on Windows.
            if ($cause -is [Net.Sockets.SocketException] -and $cause.SocketErrorCode -eq [Net.Sockets.SocketError]::AccessDenied) {
                throw [UnauthorizedAccessException]::new("Access to the pipe '$Name' is denied.")
            }
            throw $cause
        }
    }
    New-HttpPipe $stream $Timeout -Idle:$Idle
}

Export-ModuleMember -Function Connect-Pipe
