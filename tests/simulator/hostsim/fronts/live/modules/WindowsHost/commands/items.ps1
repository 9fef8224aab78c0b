# The item commands where a path is one of Windows': the registry's drives and drives with a letter. The rest goes to the
# built-in commands.

function Get-PathKind {
    param ([string]$Path)

    if ($Path -match '^(HKLM|HKCU):|^(Microsoft\.PowerShell\.Core\\)?Registry::') { return 'registry' }
    if ($Path -match '^[A-Za-z]:([\\/]|$)|^\\\\') { return 'file' }
    'own'
}

function Get-WindowsItem {
    # The item at a path of Windows, or nothing. Throws where the drive is not there.
    param ([string]$Path)

    if ((Get-PathKind $Path) -eq 'registry') { return Get-RegistryKey $Path }
    Assert-Drive $Path
    $there = Invoke-Ask 'path' @{ path = $Path }
    if (-not $there['exists']) { return }
    $full = $Path -replace '/', '\'
    $properties = [ordered]@{ FullName = $full; Name = ($full.TrimEnd('\') -split '\\')[-1]; PSIsContainer = $there['directory']; Exists = $true }
    if ($there['directory']) { return New-WindowsObject $properties 'System.IO.DirectoryInfo' }
    New-FileInfo $properties
}

function Assert-Drive {
    param ([string]$Path)

    if ($Path -match '^([A-Za-z]):' -and -not (Invoke-Ask 'drive' @{ name = $Matches[1] })) {
        $text = "Cannot find drive. A drive with the name '$($Matches[1])' does not exist."
        throw (New-WindowsError @{ type = 'System.Management.Automation.DriveNotFoundException'; code = '0x80131501'; text = $text; error_id = 'DriveNotFound' })
    }
}

function New-FileInfo {
    # A FileInfo of the file of this computer that is the content, with what differs put over it. Without PowerShell's own
    # members of a FileInfo, as VersionInfo is one of them and cannot be put over.
    param ([System.Collections.IDictionary]$Properties)

    $file = [IO.FileInfo]::new((Invoke-Ask 'spool' @{ path = $Properties['FullName'] }))
    $file.PSObject.TypeNames.Clear()
    $file.PSObject.TypeNames.Add('System.IO.FileInfo#Windows')
    $Properties['Spool'] = $file.ToString()
    foreach ($name in $Properties.Keys) { Add-Member -InputObject $file -Force -MemberType NoteProperty -Name $name -Value $Properties[$name] }
    foreach ($name in $fileMethods.Keys) { Add-Member -InputObject $file -Force -MemberType ScriptMethod -Name $name -Value $fileMethods[$name] }
    $about = { [pscustomobject](Invoke-Ask 'file_versions' @{ path = $this.FullName }) }
    Add-Member -InputObject $file -Force -MemberType ScriptProperty -Name VersionInfo -Value $about
    $file
}

$fileMethods = @{
    Open = {
        param ([IO.FileMode]$Mode, [IO.FileAccess]$Access, [IO.FileShare]$Share)
        if ($Access -ne [IO.FileAccess]::Read) { $null = Invoke-Ask 'need_space' }
        [IO.FileStream]::new($this.Spool, $Mode, $Access, $Share)
    }
    Replace = {
        param ([string]$Path, [object]$Backup)
        if ($null -eq $Backup -or $Backup -is [System.Management.Automation.Language.NullString]) { $Backup = $null }
        $null = Invoke-Ask 'replace_file' @{ path = $this.FullName; target = $Path; backup = $Backup }
    }
}

function New-NotFound {
    param ([string]$Path, [string]$Command)

    New-WindowsError @{
        type = 'System.Management.Automation.ItemNotFoundException'; code = '0x80131501'
        text = "Cannot find path '$Path' because it does not exist."; error_id = "PathNotFound,Microsoft.PowerShell.Commands.$Command"
    }
}

function Get-Given {
    # The paths that were given, by -Path or -LiteralPath.
    param ([hashtable]$Bound)

    foreach ($name in 'Path', 'LiteralPath') { if ($Bound.ContainsKey($name)) { $Bound[$name] } }
}

function Get-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline)] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)] [Alias('PSPath')] [string[]]$LiteralPath,
        [string]$Filter, [string[]]$Include, [string[]]$Exclude, [switch]$Force
    )

    process {
        $given = @(Get-Given $PSBoundParameters)
        if ((Get-PathKind $given[0]) -eq 'own') { return Microsoft.PowerShell.Management\Get-Item @PSBoundParameters }
        foreach ($each in $given) {
            try {
                $item = Get-WindowsItem $each
                if ($null -eq $item) { throw (New-NotFound $each 'GetItemCommand') }
                $item
            }
            catch { Write-WindowsError $PSCmdlet $_ }
        }
    }
}

function Get-ChildItem {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Position = 0, ParameterSetName = 'Path', ValueFromPipeline)] [string[]]$Path = '.',
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Position = 1)] [string]$Filter, [string[]]$Include, [string[]]$Exclude,
        [switch]$Recurse, [switch]$Force, [switch]$Name, [switch]$File, [switch]$Directory
    )

    process {
        $given = @(Get-Given $PSBoundParameters)
        if ($given.Length -eq 0 -or (Get-PathKind $given[0]) -ne 'registry') { return Microsoft.PowerShell.Management\Get-ChildItem @PSBoundParameters }
        foreach ($each in $given) {
            try {
                $key = Get-RegistryKey $each
                if ($null -eq $key) { throw (New-NotFound $each 'GetChildItemCommand') }
                foreach ($child in $key.GetSubKeyNames()) { Get-RegistryKey "Registry::$($key.Name)\$child" }
            }
            catch { Write-WindowsError $PSCmdlet $_ }
        }
    }
}

function Test-Path {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline)] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)] [Alias('PSPath')] [string[]]$LiteralPath,
        [ValidateSet('Any', 'Container', 'Leaf')] [string]$PathType = 'Any', [switch]$IsValid
    )

    process {
        $given = @(Get-Given $PSBoundParameters)
        if ((Get-PathKind $given[0]) -eq 'own') { return Microsoft.PowerShell.Management\Test-Path @PSBoundParameters }
        foreach ($each in $given) {
            try { $item = Get-WindowsItem $each } catch { $item = $null }
            $null -ne $item -and ($PathType -eq 'Any' -or ($PathType -eq 'Container') -eq $item.PSIsContainer)
        }
    }
}

function Get-ItemProperty {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline)] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Position = 1)] [string[]]$Name
    )

    process {
        $given = @(Get-Given $PSBoundParameters)
        if ((Get-PathKind $given[0]) -eq 'own') { return Microsoft.PowerShell.Management\Get-ItemProperty @PSBoundParameters }
        foreach ($each in $given) {
            try {
                $key = Get-WindowsItem $each
                if ($null -eq $key) { throw (New-NotFound $each 'GetItemPropertyCommand') }
                if ((Get-PathKind $each) -eq 'file') { $key; continue }
                $properties = [ordered]@{}
                foreach ($value in @(if ($Name) { $Name } else { $key.Property })) {
                    if ($key.Property -notcontains $value) {
                        $text = "Property $value does not exist at path $($key.Name)."
                        throw (New-WindowsError @{
                                type = 'System.Management.Automation.PSArgumentException'; code = '0x80070057'; text = $text
                                error_id = 'System.Management.Automation.PSArgumentException,Microsoft.PowerShell.Commands.GetItemPropertyCommand'
                            })
                    }
                    $properties[$value] = $key.GetValue($value)
                }
                foreach ($about in 'PSPath', 'PSParentPath', 'PSChildName') { $properties[$about] = $key.$about }
                [pscustomobject]$properties
            }
            catch { Write-WindowsError $PSCmdlet $_ }
        }
    }
}

function Set-ItemProperty {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path')] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath')] [Alias('PSPath')] [string[]]$LiteralPath,
        [Parameter(Mandatory, Position = 1)] [string]$Name, [Parameter(Mandatory, Position = 2)] [object]$Value,
        [string]$Type, [switch]$Force
    )

    $given = @(Get-Given $PSBoundParameters)
    if ((Get-PathKind $given[0]) -ne 'registry') { return Microsoft.PowerShell.Management\Set-ItemProperty @PSBoundParameters }
    foreach ($each in $given) {
        try {
            if ($null -eq (Get-RegistryKey $each)) { throw (New-NotFound $each 'SetItemPropertyCommand') }
            $null = Invoke-Ask 'set_registry' @{ path = "Registry::$(Get-RegistryName $each)"; values = @{ $Name = $Value } }
        }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}

function Remove-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Path', ValueFromPipeline)] [string[]]$Path,
        [Parameter(Mandatory, ParameterSetName = 'LiteralPath', ValueFromPipelineByPropertyName)] [Alias('PSPath')] [string[]]$LiteralPath,
        [string]$Filter, [string[]]$Include, [string[]]$Exclude, [switch]$Recurse, [switch]$Force
    )

    process {
        $given = @(Get-Given $PSBoundParameters)
        if ((Get-PathKind $given[0]) -eq 'own') { return Microsoft.PowerShell.Management\Remove-Item @PSBoundParameters }
        foreach ($each in $given) {
            try {
                if ((Get-PathKind $each) -eq 'file') {
                    if ($null -eq (Get-WindowsItem $each)) { throw (New-NotFound $each 'RemoveItemCommand') }
                    $null = Invoke-Ask 'remove_item' @{ path = $each }
                    Update-Programs
                    continue
                }
                if ($null -eq (Get-RegistryKey $each)) { throw (New-NotFound $each 'RemoveItemCommand') }
                $null = Invoke-Ask 'remove_registry' @{ path = "Registry::$(Get-RegistryName $each)" }
            }
            catch { Write-WindowsError $PSCmdlet $_ }
        }
    }
}
