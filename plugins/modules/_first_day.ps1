#!powershell

# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#Requires -Version 5.1
#AnsibleRequires -PowerShell ..module_utils._FirstDay
#AnsibleRequires -PowerShell ..module_utils._FirstDayJson
#AnsibleRequires -PowerShell ..module_utils._FirstDayMachine
#AnsibleRequires -PowerShell ..module_utils._FirstDayPipes
#AnsibleRequires -PowerShell ..module_utils._FirstDayShutdown
#AnsibleRequires -PowerShell ..module_utils._FirstDayWindows

# The probes of the first day on Windows (docs/first-day-on-windows.md) that need no class: were a class in a .psm1 not to
# work there, these would still answer.

Set-StrictMode -Version 2.0

$probes = @{
    clock = 'Get-ClockSample'
    compute_process = 'Get-ComputeProcessFacts'
    dism_all = 'Get-DismAll'
    dism_one = 'Get-DismOne'
    hcsdiag = 'Get-HcsdiagFacts'
    json_forms = 'Get-JsonForm'
    json_large = 'Get-LargeJson'
    lock = 'Get-LockFacts'
    names = 'Get-OwnName'
    owners = 'Get-OwnerFacts'
    path = 'Get-PathFacts'
    pipe = 'Get-NamedPipe'
    pipe_busy = 'Get-BusyPipe'
    pipe_denied = 'Get-DeniedPipe'
    pipe_missing = 'Get-MissingPipe'
    registry = 'Get-RegistryFacts'
    server_manager_all = 'Get-ServerManagerFacts'
    server_manager_one = 'Get-ServerManagerOne'
    session = 'Get-Session'
    shutdown = 'Get-ShutdownCode'
    text = 'Get-LargeAnswer'
    versions = 'Get-Version'
}
$answer = @{ probes = (Measure-Probe -Table $probes -Asks $complex_args['probes']) }
ConvertTo-Json -InputObject @{ winfleet = $answer } -Depth 20 -Compress
