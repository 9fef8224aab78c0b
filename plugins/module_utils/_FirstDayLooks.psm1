# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Probes: whether our class for the pipe works where Ansible loads it, and how fast. The other end is a pipe of this process's own.

#AnsibleRequires -PowerShell ._Looks
#AnsibleRequires -PowerShell ._Pipe

Set-StrictMode -Version 2.0

function Get-PipeAnswer {
    # {size, chunk, timeout} -> {status, characters}: our class reads an answer of `size` bytes, in chunks of `chunk` bytes unless 0.
    # With size -1 nothing is answered, and the time limit has to end it.
    param ([object]$Ask)

    $size = [int]$Ask['size']
    $chunk = [int]$Ask['chunk']
    $text = ''
    if ($chunk -gt 0) {
        $piece = '{0:x}' -f $chunk + "`r`n" + ('x' * $chunk) + "`r`n"
        $count = [int][Math]::Floor($size / $chunk)
        $text = "HTTP/1.1 200 OK`r`nTransfer-Encoding: chunked`r`n`r`n" + ($piece * $count) + "0`r`n`r`n"
    }
    elseif ($size -ge 0) { $text = "HTTP/1.1 200 OK`r`nContent-Length: $size`r`n`r`n" + ('x' * $size) }
    $bytes = [Text.Encoding]::ASCII.GetBytes($text)
    $name = 'winfleet_first_day_' + [guid]::NewGuid().ToString('n')
    $byte = [IO.Pipes.PipeTransmissionMode]::Byte
    $server = [IO.Pipes.NamedPipeServerStream]::new($name, [IO.Pipes.PipeDirection]::InOut, 1, $byte, [IO.Pipes.PipeOptions]::Asynchronous, 65536, 65536)
    try {
        $waiting = $server.WaitForConnectionAsync()
        $pipe = Connect-Pipe -Name $name -Connect 5 -Timeout ([int]$Ask['timeout'])
        try {
            $null = $waiting.Wait(5000)
            # Goes on in the background while the class reads.
            if ($bytes.Length -gt 0) { $null = $server.WriteAsync($bytes, 0, $bytes.Length) }
            $answer = $pipe.Send('GET', '/first-day', $null, '')
            @{ status = $answer['status']; characters = $answer['body'].Length }
        }
        finally { $pipe.Stream.Dispose() }
    }
    finally { $server.Dispose() }
}

function Get-OneLook {
    # {look} -> the ANSWER of one look of docs/verbs.md.
    param ([object]$Ask)

    (Invoke-Look @($Ask['look']))[0]
}

Export-ModuleMember -Function Get-PipeAnswer, Get-OneLook
