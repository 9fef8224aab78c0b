# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# HTTP/1.1 over a named pipe: one connection, one request after the other. A class, since a hundred answers are read in one
# look and calling a function takes ten times as long as calling a method.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

# One character for each byte, so that a place in the text is a place in the bytes.
$latin1 = [Text.Encoding]::GetEncoding(28591)
$utf8 = [Text.UTF8Encoding]::new($false)

class HttpPipe {
    [IO.Stream]$Stream
    # What was read and is not used yet: from Start up to End.
    [byte[]]$Bytes = [byte[]]::new(65536)
    [int]$Start
    [int]$End
    # The request that is being answered, and its time in milliseconds: for the whole answer or, where Idle, for each wait.
    [string]$Asked
    [long]$Timeout
    [bool]$Idle
    [Diagnostics.Stopwatch]$Clock

    HttpPipe([IO.Stream]$stream) { $this.Stream = $stream }

    # Waits for a read or a write; the pipe is of no use after a time-out.
    [void] Wait([Threading.Tasks.Task]$task) {
        $left = $this.Timeout
        if (-not $this.Idle) { $left = [Math]::Max(0, $left - $this.Clock.ElapsedMilliseconds) }
        if ($task.Wait([TimeSpan]::FromMilliseconds($left))) { return }
        $this.Stream.Dispose()
        Stop-Verb -Type 'timeout' -Text "No answer within $($this.Timeout / 1000) s to $($this.Asked)."
    }

    # Puts at least one more byte behind those that are there; false at the end of the stream.
    [bool] Read() {
        if ($this.End -eq $this.Bytes.Length) {
            $kept = $this.End - $this.Start
            $room = $this.Bytes
            # Move to the front; grow where that gives little room.
            if ($kept * 2 -gt $room.Length) { $room = [byte[]]::new($room.Length * 2) }
            [Buffer]::BlockCopy($this.Bytes, $this.Start, $room, 0, $kept)
            $this.Bytes = $room
            $this.Start = 0
            $this.End = $kept
        }
        $task = $this.Stream.ReadAsync($this.Bytes, $this.End, $this.Bytes.Length - $this.End)
        $this.Wait($task)
        $this.End += $task.Result
        return $task.Result -gt 0
    }

    # Reads until so many bytes are there.
    [void] Need([int]$count) {
        while ($this.End - $this.Start -lt $count) {
            if (-not $this.Read()) { throw [IO.EndOfStreamException]::new("The pipe ended before the answer to $($this.Asked).") }
        }
    }

    # The text up to a mark, which is taken off as well.
    [string] ReadTo([string]$mark) {
        $searched = 0
        while ($true) {
            $text = $script:latin1.GetString($this.Bytes, $this.Start, $this.End - $this.Start)
            $place = $text.IndexOf($mark, $searched, [StringComparison]::Ordinal)
            if ($place -ge 0) {
                $this.Start += $place + $mark.Length
                return $text.Substring(0, $place)
            }
            $searched = [Math]::Max(0, $text.Length - $mark.Length)
            $this.Need($text.Length + 1)
        }
        return $null
    }

    # The next bytes as text.
    [string] ReadText([int]$count) {
        $this.Need($count)
        $this.Start += $count
        return $script:utf8.GetString($this.Bytes, $this.Start - $count, $count)
    }

    # The text of a body that comes in chunks (RFC 9112, 7.1).
    [string] ReadChunks() {
        $body = [IO.MemoryStream]::new()
        while ($true) {
            $size = [Convert]::ToInt32($this.ReadTo("`r`n").Split(';')[0].Trim(), 16)
            if ($size -eq 0) { break }
            $this.Need($size + 2)
            $body.Write($this.Bytes, $this.Start, $size)
            $this.Start += $size + 2
        }
        # Trailers, up to the empty line.
        while ($this.ReadTo("`r`n") -ne '') { }
        return $script:utf8.GetString($body.GetBuffer(), 0, [int]$body.Length)
    }

    [hashtable] ReadAnswer([string]$method) {
        $status = 0
        $head = ''
        do {
            $head = $this.ReadTo("`r`n`r`n")
            if ($head -notmatch '^HTTP/1\.[01] (\d{3})') { throw [IO.InvalidDataException]::new("No HTTP answer to $($this.Asked).") }
            $status = [int]$Matches[1]
        } while ($status -ge 100 -and $status -lt 200)
        if ($method -eq 'HEAD' -or $status -eq 204 -or $status -eq 304) { return @{ status = $status; body = '' } }
        if ($head -match '\r\nTransfer-Encoding:[^\r\n]*chunked') { return @{ status = $status; body = $this.ReadChunks() } }
        if ($head -match '\r\nContent-Length:\s*(\d+)') { return @{ status = $status; body = $this.ReadText([int]$Matches[1]) } }
        while ($this.Read()) { }
        return @{ status = $status; body = $this.ReadText($this.End - $this.Start) }
    }

    # Sends one request and gives its answer: {status, body}.
    [hashtable] Send([string]$method, [string]$path, [object]$headers, [string]$body) {
        $this.Asked = "$method $path"
        $this.Clock = [Diagnostics.Stopwatch]::StartNew()
        $lines = @("$method $path HTTP/1.1", 'Host: docker')
        if ($null -ne $headers) { foreach ($header in $headers.GetEnumerator()) { $lines += "$($header.Key): $($header.Value)" } }
        if ($body) { $lines += 'Content-Type: application/json' }
        if ($body -or $method -eq 'POST') { $lines += "Content-Length: $($script:utf8.GetByteCount($body))" }
        if (($lines -join '') -match '[\r\n]') { throw [ArgumentException]::new('A path or a header holds a line break.') }
        # One write for head and body, never an empty one: in message mode that would end our side (go-winio pipe.go).
        $request = $script:utf8.GetBytes(($lines -join "`r`n") + "`r`n`r`n" + $body)
        try {
            $this.Wait($this.Stream.WriteAsync($request, 0, $request.Length))
            return $this.ReadAnswer($method)
        }
        catch {
            $cause = Get-Cause $_.Exception
            if ($cause.GetType() -ne [IO.IOException]) { throw $cause }
            throw [IO.EndOfStreamException]::new("The pipe broke before the answer to $($this.Asked).")
        }
    }
}

function Connect-Pipe {
    # Opens \\.\pipe\$Name; times in seconds: $Connect to open it, $Timeout for each whole answer or, with -Idle, for each
    # wait without a byte. Throws TimeoutException where the pipe is not there or stays busy, and
    # UnauthorizedAccessException where it may not be opened.
    param ([string]$Name, [int]$Connect, [int]$Timeout, [switch]$Idle)

    # Asynchronous, as a plain read of a pipe cannot be given a time limit.
    $stream = [IO.Pipes.NamedPipeClientStream]::new('.', $Name, [IO.Pipes.PipeDirection]::InOut, [IO.Pipes.PipeOptions]::Asynchronous)
    try { $stream.Connect($Connect * 1000) }
    catch {
        $stream.Dispose()
        $cause = Get-Cause $_.Exception
        # .NET's own words for this where a pipe is a socket, i.e. not on Windows.
        if ($cause -is [Net.Sockets.SocketException] -and $cause.SocketErrorCode -eq [Net.Sockets.SocketError]::AccessDenied) {
            throw [UnauthorizedAccessException]::new("Access to the pipe '$Name' is denied.")
        }
        throw $cause
    }
    $pipe = [HttpPipe]::new($stream)
    $pipe.Timeout = 1000L * $Timeout
    $pipe.Idle = [bool]$Idle
    $pipe
}

Export-ModuleMember -Function Connect-Pipe
