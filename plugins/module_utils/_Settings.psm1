# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is set for the whole machine: groups, environment variables.

#AnsibleRequires -PowerShell ._Accounts
#AnsibleRequires -PowerShell ._Files

Set-StrictMode -Version 2.0

function New-Group {
    # The step: {do: create, name} -> {made}.
    param ([object]$Ask)

    if ($Ask['do'] -ne 'create') { throw [ArgumentException]::new("To '$($Ask['do'])' a group is not possible.") }
    if ($null -ne (Get-Sid ([string]$Ask['name']))) { return @{ made = $false } }
    $null = New-LocalGroup -Name ([string]$Ask['name']) -ErrorAction Stop
    @{ made = $true }
}

$environment = 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Environment'

function Test-SameEntry {
    param ([string]$One, [string]$Other)

    $One.Trim().TrimEnd('\') -eq $Other.Trim().TrimEnd('\')
}

function Set-EnvironmentEntry {
    # The step: {do: add, remove, name, value} -> {changed}. The value is one entry of a list as Path is.
    param ([object]$Ask)

    $name, $value, $do = [string]$Ask['name'], [string]$Ask['value'], [string]$Ask['do']
    if ('add', 'remove' -notcontains $do) { throw [ArgumentException]::new("To '$do' an entry is not possible.") }
    $key = Find-Item $environment
    # As it is written: expanded, it would never follow %SystemRoot% again.
    $before = [string]$key.GetValue($name, '', 'DoNotExpandEnvironmentNames')
    $kind = 'ExpandString'
    if (@($key.GetValueNames()) -contains $name) { $kind = [string]$key.GetValueKind($name) }
    $entries = @($before.Split(';') | Where-Object { $_ })
    $others = @($entries | Where-Object { -not (Test-SameEntry $_ $value) })
    $there = $others.Length -lt $entries.Length
    if ($there -eq ($do -eq 'add')) { return @{ changed = $false } }
    $after = $others -join ';'
    if ($do -eq 'add') { $after = (@($before.TrimEnd(';'), $value) -ne '') -join ';' }
    Set-ItemProperty -LiteralPath $environment -Name $name -Value $after -Type $kind -ErrorAction Stop
    @{ changed = $true }
}

Export-ModuleMember -Function New-Group, Set-EnvironmentEntry
