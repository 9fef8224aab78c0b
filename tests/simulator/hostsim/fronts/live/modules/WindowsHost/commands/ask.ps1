# The line to the machine, and its errors as PowerShell's.

$script:line = $null

function Invoke-Ask {
    # The machine's answer as hashtables, lists and values; its errors are thrown as Windows throws them.
    param ([string]$Name, [hashtable]$Arguments = @{})

    if ($null -eq $script:line) {
        $socket = [Net.Sockets.Socket]::new([Net.Sockets.AddressFamily]::Unix, [Net.Sockets.SocketType]::Stream, [Net.Sockets.ProtocolType]::Unspecified)
        $socket.Connect([Net.Sockets.UnixDomainSocketEndPoint]::new($env:HOSTSIM_ASK))
        $stream = [Net.Sockets.NetworkStream]::new($socket, $true)
        $script:line = @{ Reader = [IO.StreamReader]::new($stream); Writer = [IO.StreamWriter]::new($stream) }
        $script:line.Writer.AutoFlush = $true
    }
    $script:line.Writer.Write((ConvertTo-Json -InputObject @{ ask = $Name; args = $Arguments } -Depth 5 -Compress) + "`n")
    $answer = ConvertFrom-Json -InputObject $script:line.Reader.ReadLine() -AsHashtable -NoEnumerate
    if ($answer.ContainsKey('error')) { throw (New-WindowsError $answer['error']) }
    , $answer['value']
}

function New-WindowsError {
    # An error record for {type, code, text, error_id}. A type that only Windows has becomes InvalidOperationException.
    param ([hashtable]$Because)

    $type = $Because['type'] -as [type]
    if ($null -eq $type) { $type = [InvalidOperationException] }
    $exception = $type::new($Because['text'])
    $exception.HResult = [Convert]::ToInt32($Because['code'].Substring(2), 16)
    $id = $Because['error_id']
    if (-not $id) { $id = $type.Name }
    [System.Management.Automation.ErrorRecord]::new($exception, $id, [System.Management.Automation.ErrorCategory]::NotSpecified, $null)
}

function New-WindowsObject {
    # An object with the properties of a table, of a type that only Windows has.
    param ([System.Collections.IDictionary]$Properties, [string]$TypeName)

    $object = [pscustomobject]$Properties
    $object.PSObject.TypeNames.Insert(0, $TypeName)
    $object
}

function Write-WindowsError {
    # Writes what was caught as the command's own error: a missing command ends it, the rest obeys -ErrorAction.
    param ([System.Management.Automation.PSCmdlet]$Command, [System.Management.Automation.ErrorRecord]$Caught)

    if ($Caught.Exception -is [System.Management.Automation.CommandNotFoundException]) { $Command.ThrowTerminatingError($Caught) }
    $Command.WriteError($Caught)
}
