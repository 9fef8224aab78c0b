# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Probes: which PowerShell, which machine, its clock, its paths and its registry.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._FirstDay

Set-StrictMode -Version 2.0

function Get-Version {
    # -> {powershell: {name: text}, net_release, ...}: what the host scripts run on.
    param ([object]$Ask)

    $powershell = @{}
    foreach ($name in @($PSVersionTable.Keys)) { $powershell[[string]$name] = [string]$PSVersionTable[$name] }
    $net = $null
    $key = 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full'
    try { $net = [string](Get-ItemProperty -LiteralPath $key -Name Release -ErrorAction Stop).Release }
    catch { $net = @{ error = (Get-ErrorFacts $_) } }
    @{
        powershell = $powershell
        net_release = $net
        framework = [string][Runtime.InteropServices.RuntimeInformation]::FrameworkDescription
        os = [Environment]::OSVersion.VersionString
        culture = [Globalization.CultureInfo]::CurrentCulture.Name
        ui_culture = [Globalization.CultureInfo]::CurrentUICulture.Name
        language_mode = [string]$ExecutionContext.SessionState.LanguageMode
        process_64_bit = [Environment]::Is64BitProcess
        output_encoding = [Console]::OutputEncoding.WebName
        default_encoding = [Text.Encoding]::Default.WebName
        time_zone = [TimeZoneInfo]::Local.Id
    }
}

function Get-Session {
    # -> {administrator, authentication, impersonation}: as whom Ansible's connection runs.
    param ([object]$Ask)

    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    try {
        $principal = [Security.Principal.WindowsPrincipal]::new($identity)
        @{
            administrator = $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
            authentication = [string]$identity.AuthenticationType
            impersonation = [string]$identity.ImpersonationLevel
        }
    }
    finally { $identity.Dispose() }
}

function Get-OwnName {
    # -> [names]: by what this host and this user are called, so that the controller can take the names out.
    param ([object]$Ask)

    $names = [Collections.Generic.List[object]]::new()
    foreach ($variable in 'COMPUTERNAME', 'USERDNSDOMAIN', 'USERDOMAIN', 'USERNAME') {
        $value = [Environment]::GetEnvironmentVariable($variable)
        if ($value) { $names.Add([string]$value) }
    }
    $names.Add([Net.Dns]::GetHostName())
    , $names
}

function Get-ClockSample {
    # {samples, pause: seconds} -> [{LastBootUpTime, LocalDateTime, uptime: seconds, tick_count: milliseconds, kind}].
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    for ($turn = 0; $turn -lt [int]$Ask['samples']; $turn++) {
        if ($turn -gt 0) { Start-Sleep -Seconds ([int]$Ask['pause']) }
        $system = Get-CimInstance -ClassName Win32_OperatingSystem -Property LastBootUpTime, LocalDateTime -ErrorAction Stop
        $rows.Add(@{
                LastBootUpTime = ConvertTo-DateText $system.LastBootUpTime
                LocalDateTime = ConvertTo-DateText $system.LocalDateTime
                uptime = ([datetime]$system.LocalDateTime - [datetime]$system.LastBootUpTime).TotalSeconds
                tick_count = [Environment]::TickCount
                kind = [string]([datetime]$system.LastBootUpTime).Kind
            })
    }
    , $rows
}

function Get-PathFacts {
    # {path} -> what each way of asking says of one path: {item, test_path, io_file} a text or an error, io_directory.
    param ([object]$Ask)

    # As _Machine.psm1 does before it names Get-Item.
    $null = Get-Command -Name Get-CimInstance -ErrorAction Ignore
    $path = [string]$Ask['path']
    $facts = @{ path = $path }
    try {
        $item = Get-Item -LiteralPath $path -Force -ErrorAction Stop
        $facts['item'] = '{0}, container {1}' -f $item.GetType().FullName, $item.PSIsContainer
    }
    catch { $facts['item'] = @{ error = (Get-ErrorFacts $_) } }
    try { $facts['test_path'] = [string](Test-Path -LiteralPath $path -ErrorAction Stop) }
    catch { $facts['test_path'] = @{ error = (Get-ErrorFacts $_) } }
    try { $facts['io_file'] = [string][IO.File]::GetAttributes($path) }
    catch { $facts['io_file'] = @{ error = (Get-ErrorFacts $_) } }
    $facts['io_directory'] = [IO.Directory]::Exists($path)
    $facts
}

function Get-RegistryFacts {
    # {path, names} -> {exists, values: {name: {kind, type, text}}}.
    param ([object]$Ask)

    $null = Get-Command -Name Get-CimInstance -ErrorAction Ignore
    $values = @{}
    try { $key = Get-Item -LiteralPath ([string]$Ask['path']) -ErrorAction Stop }
    catch { return @{ exists = $false; error = (Get-ErrorFacts $_) } }
    $there = @($key.GetValueNames())
    foreach ($name in $Ask['names']) {
        if ($there -notcontains $name) { continue }
        $row = @{ kind = $null; type = $null; text = $null }
        try { $row['kind'] = [string]$key.GetValueKind([string]$name) }
        catch { $row['kind'] = @{ error = (Get-ErrorFacts $_) } }
        $value = $key.GetValue([string]$name)
        if ($null -ne $value) { $row['type'] = $value.GetType().FullName }
        # A list is one of files to be renamed: how many, not which.
        if ($value -is [array]) { $row['text'] = "$($value.Length) texts" } else { $row['text'] = [string]$value }
        $values[[string]$name] = $row
    }
    @{ exists = $true; values = $values; type = $key.GetType().FullName }
}

function Get-LockFacts {
    # {path} -> what the second says who opens a file that the first has opened for itself alone, for reading.
    param ([object]$Ask)

    $open = [Collections.Generic.List[object]]::new()
    try {
        for ($turn = 0; $turn -lt 2; $turn++) {
            try { $open.Add([IO.FileStream]::new([string]$Ask['path'], [IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::None)) }
            catch { return @{ opened = $turn; error = (Get-ErrorFacts $_) } }
        }
        @{ opened = 2 }
    }
    finally { foreach ($file in $open) { $file.Dispose() } }
}

Export-ModuleMember -Function Get-Version, Get-Session, Get-OwnName, Get-ClockSample, Get-PathFacts, Get-RegistryFacts, Get-LockFacts
