# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Probes: what the pipes of .NET say where a pipe is missing, busy or may not be opened.

#AnsibleRequires -PowerShell ._FirstDay

Set-StrictMode -Version 2.0

function Open-RawPipe {
    # {connected, seconds, error} of one attempt of $Wait milliseconds.
    param ([string]$Name, [int]$Wait)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $row = @{ connected = $false; seconds = 0; error = $null }
    $stream = [IO.Pipes.NamedPipeClientStream]::new('.', $Name, [IO.Pipes.PipeDirection]::InOut, [IO.Pipes.PipeOptions]::Asynchronous)
    try {
        $stream.Connect($Wait)
        $row['connected'] = $true
    }
    catch { $row['error'] = Get-ErrorFacts $_ }
    finally { $stream.Dispose() }
    $row['seconds'] = [Math]::Round($clock.Elapsed.TotalSeconds, 4)
    $row
}

function Get-OwnPipeName { 'winfleet_first_day_' + [guid]::NewGuid().ToString('n') }

function Get-MissingPipe {
    # {wait: milliseconds} -> the attempt at a pipe that nobody has made.
    param ([object]$Ask)

    Open-RawPipe (Get-OwnPipeName) ([int]$Ask['wait'])
}

function Get-NamedPipe {
    # {name, wait} -> the attempt at a pipe of this host, and whether the list of pipes has it.
    param ([object]$Ask)

    $row = Open-RawPipe ([string]$Ask['name']) ([int]$Ask['wait'])
    try { $row['listed'] = @([IO.Directory]::GetFiles('\\.\pipe\')) -contains "\\.\pipe\$($Ask['name'])" }
    catch { $row['listed'] = @{ error = (Get-ErrorFacts $_) } }
    $row
}

function Get-BusyPipe {
    # {wait} -> the attempt at a pipe whose only instance is taken. The pipe is this process's own and gone with it.
    param ([object]$Ask)

    $name = Get-OwnPipeName
    $server = [IO.Pipes.NamedPipeServerStream]::new($name, [IO.Pipes.PipeDirection]::InOut, 1)
    $first = [IO.Pipes.NamedPipeClientStream]::new('.', $name, [IO.Pipes.PipeDirection]::InOut)
    try {
        $first.Connect(2000)
        Open-RawPipe $name ([int]$Ask['wait'])
    }
    finally {
        $first.Dispose()
        $server.Dispose()
    }
}

function Get-DeniedPipe {
    # {wait} -> the attempt at a pipe that denies everybody. The pipe is this process's own and gone with it.
    param ([object]$Ask)

    $everybody = [Security.Principal.SecurityIdentifier]::new('S-1-1-0')
    $rights = [IO.Pipes.PipeAccessRights]::FullControl
    $security = [IO.Pipes.PipeSecurity]::new()
    $security.AddAccessRule([IO.Pipes.PipeAccessRule]::new($everybody, $rights, [Security.AccessControl.AccessControlType]::Deny))
    $name = Get-OwnPipeName
    $how = $name, [IO.Pipes.PipeDirection]::InOut, 1, [IO.Pipes.PipeTransmissionMode]::Byte, [IO.Pipes.PipeOptions]::None, 0, 0, $security
    $server = New-Object -TypeName System.IO.Pipes.NamedPipeServerStream -ArgumentList $how -ErrorAction Stop
    try { Open-RawPipe $name ([int]$Ask['wait']) }
    finally { $server.Dispose() }
}

Export-ModuleMember -Function Get-MissingPipe, Get-NamedPipe, Get-BusyPipe, Get-DeniedPipe
