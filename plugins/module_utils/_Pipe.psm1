# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# HTTP/1.1 over a named pipe: one connection, one request after the other. A class, since a hundred answers are read in one
# look and calling a function takes ten times as long as calling a method.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Chunks
#AnsibleRequires -PowerShell ._Services

Set-StrictMode -Version 2.0

# One character for each byte, so that a place in the text is a place in the bytes.
$latin1 = [Text.Encoding]::GetEncoding(28591)
$utf8 = [Text.UTF8Encoding]::new($false)

# Bytes at most: of a head with the answers 1xx before it, and so of trailers; of the line before a chunk; of an answer.
$mostHead = 65536
$mostLine = 1024
$mostAnswer = 268435456

class HttpPipe {
    [IO.Stream]$Stream
    # What was read and is not used yet: from Start up to End.
    [byte[]]$Bytes = [byte[]]::new(2 * 65536)
    [int]$Start
    [int]$End
    # The request that is being answered, and its time in milliseconds: for the whole answer; where Idle, for the head, and
    # then for each wait for more of the body (Waits).
    [string]$Asked
    [long]$Timeout
    [bool]$Idle
    [bool]$Waits
    [Diagnostics.Stopwatch]$Clock
    [long]$Received

    HttpPipe([IO.Stream]$stream) { $this.Stream = $stream }

    [Exception] Unreadable([string]$why) { return [IO.InvalidDataException]::new("$why in the answer to $($this.Asked).") }

    # Waits for a read or a write; the pipe is of no use after a time-out. The clock counts for what is there at once, too.
    [void] Wait([Threading.Tasks.Task]$task) {
        if ($this.Waits) { $this.Clock.Restart() }
        $left = $this.Timeout - $this.Clock.ElapsedMilliseconds
        if ($left -gt 0 -and $task.Wait([TimeSpan]::FromMilliseconds($left))) { return }
        $this.Stream.Dispose()
        Stop-Verb -Type 'timeout' -Text "No answer within $($this.Timeout / 1000) s to $($this.Asked)."
    }

    # Puts at least one more byte behind those that are there (heads and lines are bounded, so there is room); false at the
    # end of the stream.
    [bool] Read() {
        if ($this.Start -gt 0 -and $this.End * 2 -ge $this.Bytes.Length -or $this.Start -eq $this.End) {
            $this.End -= $this.Start
            [Buffer]::BlockCopy($this.Bytes, $this.Start, $this.Bytes, 0, $this.End)
            $this.Start = 0
        }
        $task = $this.Stream.ReadAsync($this.Bytes, $this.End, $this.Bytes.Length - $this.End)
        $this.Wait($task)
        $this.End += $task.Result
        $this.Received += $task.Result
        if ($this.Received -gt $script:mostAnswer) { throw $this.Unreadable("More than $script:mostAnswer bytes") }
        return $task.Result -gt 0
    }

    # Reads one more byte at least.
    [void] Need() {
        if (-not $this.Read()) { throw [IO.EndOfStreamException]::new("The pipe ended before the answer to $($this.Asked).") }
    }

    # The text up to a mark, which is taken off as well; $most bytes may stand before it.
    [string] ReadTo([string]$mark, [int]$most) {
        $searched = 0
        while ($true) {
            $here = [Math]::Min($this.End - $this.Start, $most + $mark.Length)
            $text = $script:latin1.GetString($this.Bytes, $this.Start + $searched, $here - $searched)
            $place = $text.IndexOf($mark, [StringComparison]::Ordinal)
            if ($place -ge 0) {
                $length = $searched + $place
                $this.Start += $length + $mark.Length
                return $script:latin1.GetString($this.Bytes, $this.Start - $mark.Length - $length, $length)
            }
            if ($here -eq $most + $mark.Length) { throw $this.Unreadable("No end within $most bytes of a head or a line") }
            $searched = [Math]::Max(0, $here - $mark.Length + 1)
            $this.Need()
        }
        return $null
    }

    # Puts the next bytes behind a body.
    [void] Take([IO.Stream]$body, [long]$count) {
        while ($true) {
            $part = [int][Math]::Min($count, $this.End - $this.Start)
            $body.Write($this.Bytes, $this.Start, $part)
            $this.Start += $part
            $count -= $part
            if ($count -eq 0) { return }
            $this.Need()
        }
    }

    # A size that the engine gives; a body of that length must be allowed.
    [long] Size([string]$text, [int]$base) {
        $size = -1
        if ($text -match '^[0-9a-fA-F]{1,15}$') { $size = [Convert]::ToInt64($text, $base) }
        if ($size -lt 0 -or $size -gt $script:mostAnswer) { throw $this.Unreadable("The size '$text'") }
        return $size
    }

    # A body that comes in chunks (RFC 9112, 7.1).
    [void] TakeChunks([IO.Stream]$body) {
        while ($true) {
            $size = $this.Size($this.ReadTo("`r`n", $script:mostLine).Split(';')[0].Trim(), 16)
            if ($size -eq 0) { break }
            $this.Take($body, $size)
            $null = $this.ReadTo("`r`n", 0)
            $this.Start += Copy-SmallChunk $this.Bytes $this.Start $this.End $body
        }
        # Trailers, up to the empty line, within the time of a head.
        $this.Waits = $false
        $this.Clock.Restart()
        $left = $script:mostHead
        while (($line = $this.ReadTo("`r`n", [Math]::Min($left, $script:mostLine))) -ne '') { $left = [Math]::Max(0, $left - $line.Length - 2) }
    }

    [hashtable] ReadAnswer([string]$method) {
        $status = 0
        $head = ''
        $left = $script:mostHead
        do {
            $head = $this.ReadTo("`r`n`r`n", $left)
            $left = [Math]::Max(0, $left - $head.Length - 4)
            if ($head -notmatch '^HTTP/1\.[01] (\d{3})') { throw [IO.InvalidDataException]::new("No HTTP answer to $($this.Asked).") }
            $status = [int]$Matches[1]
        } while ($status -ge 100 -and $status -lt 200)
        $this.Waits = $this.Idle
        $body = [IO.MemoryStream]::new()
        if ($method -eq 'HEAD' -or $status -eq 204 -or $status -eq 304) { return @{ status = $status; body = '' } }
        if ($head -match '\r\nTransfer-Encoding:[^\r\n]*chunked') { $this.TakeChunks($body) }
        elseif ($head -match '\r\nContent-Length:\s*(\d+)') { $this.Take($body, $this.Size($Matches[1], 10)) }
        else { do { $this.Take($body, $this.End - $this.Start) } while ($this.Read()) }
        return @{ status = $status; body = $script:utf8.GetString($body.GetBuffer(), 0, [int]$body.Length) }
    }

    # Sends one request and gives its answer: {status, body}.
    [hashtable] Send([string]$method, [string]$path, [object]$headers, [string]$body) {
        $this.Asked = "$method $path"
        $this.Clock = [Diagnostics.Stopwatch]::StartNew()
        $this.Waits = $false
        $this.Received = 0
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
    $pipe = [HttpPipe]::new($stream)
    $pipe.Timeout = 1000L * $Timeout
    $pipe.Idle = [bool]$Idle
    $pipe
}

Export-ModuleMember -Function Connect-Pipe
