# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# How a file comes from a web server.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Files
#AnsibleRequires -PowerShell ._FileSteps

Set-StrictMode -Version 2.0

$redirects = 301, 302, 303, 307, 308
$mostRedirects, $mostRequests = 10, 20

function Get-Shown {
    # An address without what may be secret in it.
    param ([Uri]$Uri)

    "$($Uri.Scheme)://$($Uri.Authority)$($Uri.AbsolutePath)"
}

function New-Request {
    param ([Uri]$Uri, [object]$Headers, [long]$From, [int]$Timeout)

    $request = [Net.HttpWebRequest][Net.WebRequest]::Create($Uri)
    $request.AllowAutoRedirect = $false
    $request.Timeout = $request.ReadWriteTimeout = 1000 * $Timeout
    if ($null -ne $Headers) {
        foreach ($header in $Headers.GetEnumerator()) {
            # .NET Framework takes these two as properties only.
            switch ([string]$header.Key) {
                'Accept' { $request.Accept = [string]$header.Value }
                'User-Agent' { $request.UserAgent = [string]$header.Value }
                default { $request.Headers.Set([string]$header.Key, [string]$header.Value) }
            }
        }
    }
    if ($From) { $request.AddRange($From) }
    $request
}

function Get-Response {
    # The answer, whatever its status.
    param ([Net.HttpWebRequest]$Request, [int]$Timeout)

    try { $Request.GetResponse() }
    catch {
        $cause, $asked = (Get-Cause $_.Exception), "GET $(Get-Shown $Request.RequestUri)"
        if ($cause -isnot [Net.WebException]) { throw $cause }
        if ($null -ne $cause.Response) { return $cause.Response }
        if ($cause.Status -eq [Net.WebExceptionStatus]::Timeout) { Stop-Verb -Type 'timeout' -Text "No answer within $Timeout s to $asked." }
        throw [Net.WebException]::new("There is no answer to ${asked}: $($cause.Message)")
    }
}

function Open-Download {
    # The answer to a GET, after redirects: to http and https only, and to another server without the headers.
    param ([Uri]$Uri, [object]$Headers, [long]$From, [int]$Timeout)

    for ($number = 0; $true; $number++) {
        $response = Get-Response (New-Request $Uri $Headers $From $Timeout) $Timeout
        $status, $location = [int]$response.StatusCode, $response.Headers['Location']
        if ($redirects -notcontains $status -or -not $location) { return $response }
        $response.Dispose()
        $next = [Uri]::new($Uri, $location)
        if ('http', 'https' -notcontains $next.Scheme -or $number -ge $mostRedirects) {
            Stop-Verb -Type 'status' -Code ([string]$status) -Text "GET $(Get-Shown $Uri) leads to $($next.Scheme): it is not followed."
        }
        if ("$($next.Scheme) $($next.Authority)" -ne "$($Uri.Scheme) $($Uri.Authority)") { $Headers = $null }
        $Uri = $next
    }
}

function Receive-Body {
    # Writes what comes; false where it ended before it was whole.
    param ([Net.HttpWebResponse]$Response, [IO.Stream]$Target, [int]$Timeout)

    $source, $buffer, $received = $Response.GetResponseStream(), [byte[]]::new(1048576), 0L
    while ($true) {
        try {
            $task = $source.ReadAsync($buffer, 0, $buffer.Length)
            $came = $task.Wait(1000 * $Timeout)
        }
        catch { return $false }
        if (-not $came) { Stop-Verb -Type 'timeout' -Text "Nothing came within $Timeout s of GET $(Get-Shown $Response.ResponseUri)." }
        if ($task.Result -eq 0) { break }
        $Target.Write($buffer, 0, $task.Result)
        $received += $task.Result
    }
    $received -ge $Response.ContentLength
}

function Save-Answer {
    # Puts an answer into the .part file, or behind what is there of it; whether that is whole now. False as well where it
    # has to begin anew.
    param ([object]$Response, [string]$Part, [long]$From, [string]$Wanted, [int]$Timeout)

    $status = [int]$Response.StatusCode
    # 416: there is nothing behind what is here.
    if ($status -eq 416 -and $From) {
        if ((Get-FileDigest (Find-Item $Part)) -eq $Wanted) { return $true }
        return -not (Remove-Path $Part)
    }
    if (200, 206 -notcontains $status) {
        $text = "GET $(Get-Shown $Response.ResponseUri) answered $status $($Response.StatusDescription)."
        Stop-Verb -Type 'status' -Code ([string]$status) -Text $text
    }
    if ($status -eq 206 -and -not ([string]$Response.Headers['Content-Range']).StartsWith("bytes $From-")) {
        $null = Remove-Path $Part
        return $false
    }
    if ($status -eq 206) { $target = (Find-Item $Part).Open([IO.FileMode]::Append, [IO.FileAccess]::Write, [IO.FileShare]::None) }
    else {
        $null = Remove-Path $Part
        $target = New-File $Part
    }
    try { Receive-Body $Response $target $Timeout }
    finally { $target.Dispose() }
}

function Get-PartLength {
    param ([string]$Part)

    $file = Find-Item $Part
    if ($null -eq $file) { return 0L }
    [long]$file.Length
}

function Invoke-Download {
    # The step: {url, path, sha256, headers, timeout} -> {Length, there}.
    param ([object]$Ask)

    $uri, $path, $wanted = [Uri]::new([string]$Ask['url']), [string]$Ask['path'], [string]$Ask['sha256']
    if ('http', 'https' -notcontains $uri.Scheme) { throw [ArgumentException]::new("Only http and https are downloaded from, not $($uri.Scheme).") }
    $file, $part, $timeout = (Find-Item $path), "$path.part", 60
    if ($null -ne $Ask['timeout']) { $timeout = [int]$Ask['timeout'] }
    if ($null -ne $file -and (Get-FileDigest $file) -eq $wanted) { return @{ Length = [long]$file.Length; there = $true } }
    # PowerShell 5.1 asks for no TLS 1.2 where Windows does not tell it to; 0 is what Windows thinks best.
    $tls = [Net.ServicePointManager]::SecurityProtocol
    if ([int]$tls -ne 0) { [Net.ServicePointManager]::SecurityProtocol = $tls -bor [Net.SecurityProtocolType]::Tls12 }
    for ($number = 1; $true; $number++) {
        $before = Get-PartLength $part
        $response = Open-Download $uri $Ask['headers'] $before $timeout
        try { if (Save-Answer $response $part $before $wanted $timeout) { break } }
        finally { $response.Dispose() }
        # A connection that ended is taken up again as long as something comes.
        if ($number -ge $mostRequests -or (Get-PartLength $part) -eq $before) { throw [IO.EndOfStreamException]::new("The answer to GET $(Get-Shown $uri) ended before it was whole.") }
    }
    $file = Find-Item $part
    $digest = Get-FileDigest $file
    if ($digest -ne $wanted) {
        $null = Remove-Path $part
        Stop-Verb -Type 'digest' -Text "The SHA-256 of $(Get-Shown $uri) is $digest and should be $wanted."
    }
    Move-Item -LiteralPath $part -Destination $path -Force -ErrorAction Stop
    @{ Length = [long]$file.Length; there = $false }
}

Export-ModuleMember -Function Invoke-Download
