# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is done to services, by the methods of Win32_Service: they do not wait, and say why not.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Services

Set-StrictMode -Version 2.0

# A service that was never started has this exit code (winerror.h, ERROR_SERVICE_NEVER_STARTED).
$neverStarted = 1077
$modes = @{ auto = 'Automatic'; delayed = 'Automatic'; manual = 'Manual'; disabled = 'Disabled' }

function Stop-OnService {
    param ([string]$Code, [string]$Text, [object]$Row = $null)

    Stop-Verb -Type 'status' -Code $Code -Text $Text -Value $Row
}

function Invoke-ServiceMethod {
    # What a method returned.
    param ([string]$Name, [string]$Method, [hashtable]$Arguments = @{})

    $service = Get-CimInstance -ClassName Win32_Service -Filter (Get-ServiceFilter $Name) -ErrorAction Stop
    if ($null -eq $service) { Stop-OnService '1060' "There is no service $Name." }
    [int](Invoke-CimMethod -InputObject $service -MethodName $Method -Arguments $Arguments -ErrorAction Stop).ReturnValue
}

function Assert-Success {
    param ([string]$Name, [string]$Method, [int]$Returned)

    if ($Returned) { Stop-OnService ([string]$Returned) "$Method of the service $Name returned $Returned." (Get-ServiceRow $Name) }
}

function Wait-Service {
    # The service once it neither starts nor stops; null where there is none.
    param ([object]$Ask, [Diagnostics.Stopwatch]$Clock)

    $seconds = 120
    if ($null -ne $Ask['timeout']) { $seconds = [int]$Ask['timeout'] }
    while ($true) {
        $row = Get-ServiceRow ([string]$Ask['name'])
        if ($null -eq $row -or $row['State'] -notlike '* Pending') { return $row }
        if ($Clock.Elapsed.TotalSeconds -ge $seconds) {
            Stop-Verb -Type 'timeout' -Text "The service $($row['Name']) is still $($row['State']) after $seconds s." -Value $row
        }
        Start-Sleep -Milliseconds 250
    }
}

function Get-Result {
    # The service as it is now.
    param ([object]$Ask)

    $row = Get-ServiceRow ([string]$Ask['name'])
    if ($null -eq $row) { return @{ State = $null } }
    $row
}

function Start-OneService {
    param ([object]$Ask)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $row = Wait-Service $Ask $clock
    if ($null -ne $row -and $row['State'] -eq 'Running') { return $row }
    $returned = Invoke-ServiceMethod ([string]$Ask['name']) 'StartService'
    $row = Wait-Service $Ask $clock
    if ($null -ne $row -and $row['State'] -eq 'Running') { return $row }
    $code, $text = $returned, "The service $($Ask['name']) did not start: StartService returned $returned."
    if ($null -ne $row -and @(0, $neverStarted) -notcontains $row['ExitCode']) {
        $code, $text = $row['ExitCode'], "The service $($Ask['name']) did not start: its exit code is $($row['ExitCode'])."
    }
    Stop-OnService ([string]$code) $text $row
}

function Stop-OneService {
    param ([object]$Ask)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $row = Wait-Service $Ask $clock
    if ($null -ne $row -and $row['State'] -eq 'Stopped') { return $row }
    $returned = Invoke-ServiceMethod ([string]$Ask['name']) 'StopService'
    $row = Wait-Service $Ask $clock
    if ($null -eq $row -or $row['State'] -eq 'Stopped') { return Get-Result $Ask }
    Stop-OnService ([string]$returned) "The service $($row['Name']) did not stop: StopService returned $returned, it is $($row['State'])." $row
}

function Get-Property {
    # What is given of a service, by the names of the methods' parameters.
    param ([object]$Ask)

    $given = @{}
    if ($Ask['path']) { $given['PathName'] = [string]$Ask['path'] }
    if ($Ask['display']) { $given['DisplayName'] = [string]$Ask['display'] }
    if ($Ask['start']) {
        if (-not $modes.ContainsKey([string]$Ask['start'])) { throw [ArgumentException]::new("A service cannot be started '$($Ask['start'])'.") }
        $given['StartMode'] = $modes[[string]$Ask['start']]
    }
    $given
}

function Set-Delay {
    # Whether it is started a while after the others: that no method of Win32_Service says.
    param ([object]$Ask)

    if (@('auto', 'delayed') -notcontains $Ask['start']) { return }
    $key = "HKLM:\SYSTEM\CurrentControlSet\Services\$($Ask['name'])"
    Set-ItemProperty -LiteralPath $key -Name DelayedAutostart -Value ([int]($Ask['start'] -eq 'delayed')) -Type DWord -ErrorAction Stop
}

function New-OneService {
    param ([object]$Ask)

    $name = [string]$Ask['name']
    $all = @{ Name = $name; DisplayName = $name; StartMode = 'Automatic'; StartName = 'LocalSystem' }
    # SERVICE_WIN32_OWN_PROCESS, SERVICE_ERROR_NORMAL (winnt.h)
    $all['ServiceType'], $all['ErrorControl'], $all['DesktopInteract'] = [byte]16, [byte]1, $false
    $given = Get-Property $Ask
    foreach ($property in $given.Keys) { $all[$property] = $given[$property] }
    $result = Invoke-CimMethod -ClassName Win32_Service -MethodName Create -Arguments $all -ErrorAction Stop
    Assert-Success $name 'Create' $result.ReturnValue
    Set-Delay $Ask
    Get-Result $Ask
}

function Set-OneService {
    param ([object]$Ask)

    $name = [string]$Ask['name']
    Assert-Success $name 'Change' (Invoke-ServiceMethod $name 'Change' (Get-Property $Ask))
    Set-Delay $Ask
    Get-Result $Ask
}

function Remove-OneService {
    param ([object]$Ask)

    $name = [string]$Ask['name']
    if ($null -ne (Get-ServiceRow $name)) { Assert-Success $name 'Delete' (Invoke-ServiceMethod $name 'Delete') }
    Get-Result $Ask
}

$deeds = @{ create = 'New-OneService'; change = 'Set-OneService'; start = 'Start-OneService'; stop = 'Stop-OneService'; delete = 'Remove-OneService' }

function Invoke-ServiceStep {
    # The step: {do: create, change, start, stop, delete, name, path, display, start, timeout} -> as the look, of one.
    param ([object]$Ask)

    if (-not $deeds.ContainsKey([string]$Ask['do'])) { throw [ArgumentException]::new("To '$($Ask['do'])' a service is not possible.") }
    & $deeds[[string]$Ask['do']] $Ask
}

Export-ModuleMember -Function Invoke-ServiceStep
