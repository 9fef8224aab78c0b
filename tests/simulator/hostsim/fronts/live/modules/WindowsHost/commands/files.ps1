# The content of files of Windows, and their making. Paths that are not Windows' go to the built-in commands.

$script:programs = @()

function Update-Programs {
    # Programs that are called by their whole path: the machine's files, started by programs of this computer.
    $found = Invoke-Ask 'executables'
    foreach ($path in @($script:programs)) { if (-not $found.Contains($path)) { Remove-Item -LiteralPath "Alias:$path" -ErrorAction Ignore } }
    $script:programs = @($found.Keys)
    foreach ($path in $found.Keys) { Set-Alias -Scope Global -Name $path -Value $found[$path] -Force }
}

function Get-ByteEncoding {
    # Windows PowerShell's names of encodings; UTF8 writes a mark there.
    param ([string]$Name)

    switch ($Name) {
        'unicode' { return [Text.Encoding]::Unicode }
        'bigendianunicode' { return [Text.Encoding]::BigEndianUnicode }
        'ascii' { return [Text.Encoding]::ASCII }
        'utf8' { return [Text.UTF8Encoding]::new($true) }
        'utf8NoBOM' { return [Text.UTF8Encoding]::new($false) }
        default { return [Text.Encoding]::Latin1 }
    }
}

function Get-Content {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline)] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)] [Alias('PSPath')] [string[]]$LiteralPath,
        [long]$ReadCount, [long]$TotalCount, [int]$Tail, [string]$Delimiter, [object]$Encoding, [switch]$Raw, [switch]$AsByteStream, [switch]$Wait, [switch]$Force
    )

    process {
        $given = @(Get-Given $PSBoundParameters)
        if ((Get-PathKind $given[0]) -ne 'file') { return Microsoft.PowerShell.Management\Get-Content @PSBoundParameters }
        foreach ($each in $given) {
            try { $bytes = [Convert]::FromBase64String((Invoke-Ask 'read_file' @{ path = $each })) }
            catch { Write-WindowsError $PSCmdlet $_; continue }
            if ($AsByteStream -or "$Encoding" -eq 'Byte') { if ($Raw) { , $bytes } else { $bytes }; continue }
            $reader = [IO.StreamReader]::new([IO.MemoryStream]::new($bytes), $true)
            $text = $reader.ReadToEnd()
            if ($Raw) { $text; continue }
            $lines = $text -split '\r?\n'
            if ($lines[-1] -eq '') { $lines = @($lines | Select-Object -SkipLast 1) }
            $lines
        }
    }
}

function Set-Content {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Mandatory, Position = 1, ValueFromPipeline)] [AllowNull()] [AllowEmptyCollection()] [object[]]$Value,
        [object]$Encoding, [switch]$AsByteStream, [switch]$NoNewline, [switch]$Force
    )

    begin { $all = [Collections.Generic.List[object]]::new() }
    process { foreach ($one in $Value) { $all.Add($one) } }
    end {
        $given = @(Get-Given $PSBoundParameters)
        if ((Get-PathKind $given[0]) -ne 'file') {
            $PSBoundParameters['Value'] = $all.ToArray()
            return Microsoft.PowerShell.Management\Set-Content @PSBoundParameters
        }
        if ($AsByteStream -or "$Encoding" -eq 'Byte') { $bytes = [byte[]]$all.ToArray() }
        else {
            $text = if ($NoNewline) { $all -join '' } else { ($all -join "`r`n") + "`r`n" }
            $as = Get-ByteEncoding "$Encoding"
            $bytes = [byte[]]($as.GetPreamble() + $as.GetBytes($text))
        }
        foreach ($each in $given) {
            try { $null = Invoke-Ask 'write_file' @{ path = $each; content = [Convert]::ToBase64String($bytes) } }
            catch { Write-WindowsError $PSCmdlet $_ }
        }
        Update-Programs
    }
}

function New-Item {
    [CmdletBinding()]
    param (
        [Parameter(Mandatory, Position = 0)] [string[]]$Path, [string]$Name,
        [Alias('Type')] [string]$ItemType = 'File', [object]$Value, [switch]$Force
    )

    if ((Get-PathKind $Path[0]) -ne 'file') { return Microsoft.PowerShell.Management\New-Item @PSBoundParameters }
    foreach ($each in $Path) {
        $whole = if ($Name) { "$each\$Name" } else { $each }
        try {
            Assert-Drive $whole
            $null = Invoke-Ask 'make_item' @{ path = $whole; directory = $ItemType -eq 'Directory'; force = [bool]$Force }
            Get-WindowsItem $whole
        }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}

function Move-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Mandatory, Position = 1)] [string]$Destination, [switch]$Force
    )

    $given = @(Get-Given $PSBoundParameters)
    if ((Get-PathKind $given[0]) -ne 'file') { return Microsoft.PowerShell.Management\Move-Item @PSBoundParameters }
    foreach ($each in $given) {
        try {
            if ($null -eq (Get-WindowsItem $each)) { throw (New-NotFound $each 'MoveItemCommand') }
            $null = Invoke-Ask 'move_item' @{ path = $each; target = $Destination; force = [bool]$Force }
        }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
    Update-Programs
}

function Copy-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Position = 1)] [string]$Destination, [switch]$Force, [switch]$Recurse
    )

    $given = @(Get-Given $PSBoundParameters)
    if ((Get-PathKind $given[0]) -ne 'file') { return Microsoft.PowerShell.Management\Copy-Item @PSBoundParameters }
    foreach ($each in $given) {
        try {
            if ($null -eq (Get-WindowsItem $each)) { throw (New-NotFound $each 'CopyItemCommand') }
            $null = Invoke-Ask 'copy_item' @{ path = $each; target = $Destination }
        }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
    Update-Programs
}
