# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# HTTP/1.1 over an open stream. A class: a hundred answers are read in one look, and a function takes ten times as long to
# call as a method.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Chunks

Set-StrictMode -Version 2.0

# One character for each byte, so that a place in the text is a place in the bytes.
$latin1 = [Text.Encoding]::GetEncoding(28591)
$utf8 = [Text.UTF8Encoding]::new($false)
# Bytes at most: of a head with the answers 1xx before it, and so of trailers; of the line before a chunk; of an answer.
$mostHead, $mostLine, $mostAnswer = 65536, 1024, 268435456
$smallChunks = $null

class HttpPipe {
    [IO.Stream]$Stream
    # What was read and is not used yet: from Start up to End.
    [byte[]]$Bytes = [byte[]]::new(2 * 65536)
    [int]$Start
    [int]$End
    # The request that is being answered, and its milliseconds: for the whole answer; where Idle, for the head, and then for
    # each wait for more of the body (Waits).
    [string]$Asked
    [long]$Timeout
    [bool]$Idle
    [bool]$Waits
    [Diagnostics.Stopwatch]$Clock
    [long]$Received
    [IO.MemoryStream]$Content
    [IO.Stream]$Copy

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

    # Puts at least one more byte behind those that are there (heads are bounded, so there is room); false at the end.
    [bool] Read() {
        if ($this.Start -eq $this.End -or ($this.Start -gt 0 -and $this.End * 2 -ge $this.Bytes.Length)) {
            [Buffer]::BlockCopy($this.Bytes, $this.Start, $this.Bytes, 0, $this.End - $this.Start)
            $this.Start, $this.End = 0, ($this.End - $this.Start)
        }
        $task = $this.Stream.ReadAsync($this.Bytes, $this.End, $this.Bytes.Length - $this.End)
        $this.Wait($task)
        $this.End += $task.Result
        $this.Received += $task.Result
        if ($this.Received -gt $script:mostAnswer) { throw $this.Unreadable("More than $script:mostAnswer bytes") }
        return $task.Result -gt 0
    }
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
                $from = $this.Start
                $this.Start += $searched + $place + $mark.Length
                return $script:latin1.GetString($this.Bytes, $from, $searched + $place)
            }
            if ($here -eq $most + $mark.Length) { throw $this.Unreadable("No end within $most bytes of a head or a line") }
            $searched = [Math]::Max(0, $here - $mark.Length + 1)
            $this.Need()
        }
        return $null
    }

    # Puts bytes behind a body, and where they are followed while it comes: that is given up where it cannot be.
    [void] Keep([IO.Stream]$body, [byte[]]$data, [int]$from, [int]$count) {
        $body.Write($data, $from, $count)
        try { if ($null -ne $this.Copy) { $this.Copy.Write($data, $from, $count) } } catch { $this.Copy = $null }
    }

    # Puts the next bytes behind a body.
    [void] Take([IO.Stream]$body, [long]$count) {
        do {
            if ($count -gt 0 -and $this.Start -eq $this.End) { $this.Need() }
            $part = [int][Math]::Min($count, $this.End - $this.Start)
            $this.Keep($body, $this.Bytes, $this.Start, $part)
            $this.Start += $part
            $count -= $part
        } while ($count -gt 0)
    }

    # A size that the engine gives; a body of that length must be allowed.
    [long] Size([string]$text, [int]$base) {
        $size = -1
        if ($text -match '^[0-9a-fA-F]{1,15}$') { $size = [Convert]::ToInt64($text, $base) }
        if ($size -lt 0 -or $size -gt $script:mostAnswer) { throw $this.Unreadable("The size '$text'") }
        return $size
    }

    # Takes the small chunks that are here whole, all at once: one by one each costs PowerShell some 50 microseconds, which
    # for megabytes in chunks of 32 bytes are seconds.
    [void] TakeSmallChunks([IO.Stream]$body) {
        if ($null -eq $script:smallChunks) { $script:smallChunks = Get-SmallChunkPattern }
        $window, $here, $taken = 32768, 0, 0
        do {
            $here = [Math]::Min($window, $this.End - $this.Start)
            $found = $script:smallChunks.Match($script:latin1.GetString($this.Bytes, $this.Start, $here))
            $pieces = [object[]]::new($found.Groups['data'].Captures.Count)
            $found.Groups['data'].Captures.CopyTo($pieces, 0)
            $data = $script:latin1.GetBytes([string]::Concat($pieces))
            $this.Keep($body, $data, 0, $data.Length)
            $this.Start += $taken = $found.Length
            $window *= 4
        } while ($taken * 2 -gt $here)
    }

    # A body that comes in chunks (RFC 9112, 7.1).
    [void] TakeChunks([IO.Stream]$body) {
        for ($number = 1; $true; $number++) {
            $size = $this.Size($this.ReadTo("`r`n", $script:mostLine).Split(';')[0].Trim(), 16)
            if (-not $size) { break }
            $this.Take($body, $size)
            $null = $this.ReadTo("`r`n", 0)
            if ($size -lt 1024 -and $number -gt 8) { $this.TakeSmallChunks($body) }
        }
        # Trailers, up to an empty line, in the time of a head.
        $this.Waits, $left = $false, $script:mostHead
        $this.Clock.Restart()
        do {
            $line = $this.ReadTo("`r`n", [Math]::Min($left, $script:mostLine))
            $left = [Math]::Max(0, $left - $line.Length - 2)
        } while ($line)
    }

    [hashtable] ReadAnswer([string]$method) {
        $status, $head, $left = 0, '', $script:mostHead
        do {
            $head = $this.ReadTo("`r`n`r`n", $left)
            $left = [Math]::Max(0, $left - $head.Length - 4)
            if ($head -notmatch '^HTTP/1\.[01] (\d{3})') { throw [IO.InvalidDataException]::new("No HTTP answer to $($this.Asked).") }
            $status = [int]$Matches[1]
        } while ($status -ge 100 -and $status -lt 200)
        $this.Waits = $this.Idle
        $body = $this.Content = [IO.MemoryStream]::new()
        if ($method -eq 'HEAD' -or $status -eq 204 -or $status -eq 304) { return @{ status = $status; body = '' } }
        if ($head -match '\r\nTransfer-Encoding:[^\r\n]*chunked') { $this.TakeChunks($body) }
        elseif ($head -match '\r\nContent-Length:\s*(\d+)') { $this.Take($body, $this.Size($Matches[1], 10)) }
        else { do { $this.Take($body, $this.End - $this.Start) } while ($this.Read()) }
        return @{ status = $status; body = $script:utf8.GetString($body.GetBuffer(), 0, [int]$body.Length) }
    }
    [void] Put([IO.Stream]$file) {
        $part, $this.Waits = [byte[]]::new(1048576), $this.Idle
        while (($count = $file.Read($part, 0, $part.Length)) -gt 0) { $this.Wait($this.Stream.WriteAsync($part, 0, $count)) }
        $this.Waits = $false
        $this.Clock.Restart()
    }
    # Sends one request and gives its answer: {status, body}; a file, where there is one, is the body.
    [hashtable] Send([string]$method, [string]$path, [object]$headers, [string]$body) { return $this.Send($method, $path, $headers, $body, $null) }
    [hashtable] Send([string]$method, [string]$path, [object]$headers, [string]$body, [IO.Stream]$file) {
        $this.Asked, $this.Waits, $this.Received = "$method $path", $false, 0
        $this.Clock = [Diagnostics.Stopwatch]::StartNew()
        $lines = @("$method $path HTTP/1.1", 'Host: docker')
        if ($null -ne $headers) { foreach ($header in $headers.GetEnumerator()) { $lines += "$($header.Key): $($header.Value)" } }
        if ($body) { $lines += 'Content-Type: application/json' }
        if ($null -ne $file) { $lines += 'Content-Type: application/x-tar', "Content-Length: $($file.Length)" }
        elseif ($body -or $method -eq 'POST') { $lines += "Content-Length: $($script:utf8.GetByteCount($body))" }
        if (($lines -join '') -match '[\r\n]') { throw [ArgumentException]::new('A path or a header holds a line break.') }
        # One write for head and body, never an empty one: in message mode that would end our side (go-winio pipe.go).
        $request = $script:utf8.GetBytes(($lines -join "`r`n") + "`r`n`r`n" + $body)
        try {
            $this.Wait($this.Stream.WriteAsync($request, 0, $request.Length))
            if ($null -ne $file) { $this.Put($file) }
            return $this.ReadAnswer($method)
        }
        catch {
            $cause = Get-Cause $_.Exception
            if ($cause.GetType() -ne [IO.IOException]) { throw $cause }
            throw [IO.EndOfStreamException]::new("The pipe broke before the answer to $($this.Asked).")
        }
    }
}

function New-HttpPipe {
    # $Timeout in seconds for each whole answer or, with -Idle, for each head and then for each wait without a byte.
    param ([IO.Stream]$Stream, [int]$Timeout, [switch]$Idle)
    $pipe = [HttpPipe]::new($Stream)
    $pipe.Timeout, $pipe.Idle = (1000L * $Timeout), [bool]$Idle
    $pipe
}

Export-ModuleMember -Function New-HttpPipe
