# Keys of the registry as the item commands see them.

class RegistryKey {
    [string]$Name
    [string]$PSChildName
    [string]$PSPath
    [string]$PSParentPath
    [bool]$PSIsContainer = $true
    [string[]]$Property
    [int]$ValueCount
    [int]$SubKeyCount
    hidden [System.Collections.IDictionary]$Values
    hidden [string[]]$Keys

    [string[]] GetValueNames() { return $this.Property }
    [string[]] GetSubKeyNames() { return $this.Keys }
    [object] GetValue([string]$name) { return $this.GetValue($name, $null) }
    [object] GetValue([string]$name, [object]$default) {
        $value = $this.GetValue($name, $default, 'DoNotExpandEnvironmentNames')
        if ($this.GetValueKind($name) -ne 'ExpandString') { return $value }
        return $value -replace '%(SystemRoot|windir)%', 'C:\Windows' -replace '%ProgramFiles%', 'C:\Program Files' -replace '%ProgramData%', 'C:\ProgramData'
    }
    [object] GetValue([string]$name, [object]$default, [string]$options) {
        foreach ($key in $this.Values.Keys) { if ($key -eq $name) { return $this.Values[$key] } }
        return $default
    }
    [string] GetValueKind([string]$name) {
        $value = $this.GetValue($name, $null, 'DoNotExpandEnvironmentNames')
        if ($value -is [array]) { return 'MultiString' }
        if ($value -isnot [string]) { return 'DWord' }
        if ($value -match '%\w+%') { return 'ExpandString' }
        return 'String'
    }
    [string] ToString() { return $this.Name }
}

function Get-RegistryName {
    # HKLM:\A\B and Registry::HKLM\A\B as HKEY_LOCAL_MACHINE\A\B.
    param ([string]$Path)

    $name = $Path -replace '^(Microsoft\.PowerShell\.Core\\)?Registry::', '' -replace '/', '\'
    ($name -replace '^HKLM:?(?=\\|$)', 'HKEY_LOCAL_MACHINE' -replace '^HKCU:?(?=\\|$)', 'HKEY_CURRENT_USER').TrimEnd('\')
}

function Get-RegistryKey {
    # The key, or nothing.
    param ([string]$Path)

    $name = Get-RegistryName $Path
    $key = Invoke-Ask 'registry' @{ path = "Registry::$name" }
    if ($null -eq $key) { return }
    $object = [RegistryKey]::new()
    $object.Name = $name
    $object.PSChildName = ($name -split '\\')[-1]
    $object.PSPath = "Microsoft.PowerShell.Core\Registry::$name"
    $object.PSParentPath = $object.PSPath -replace '\\[^\\]*$'
    $object.Values = $key['values']
    $object.Property = @($key['values'].Keys)
    $object.Keys = @($key['keys'])
    $object.ValueCount = $object.Property.Length
    $object.SubKeyCount = $object.Keys.Length
    $object.PSObject.TypeNames.Insert(0, 'Microsoft.Win32.RegistryKey')
    $object
}
