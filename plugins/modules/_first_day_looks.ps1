#!powershell

# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#Requires -Version 5.1
#AnsibleRequires -PowerShell ..module_utils._FirstDay
#AnsibleRequires -PowerShell ..module_utils._FirstDayLooks

# The probes of the first day on Windows (docs/first-day-on-windows.md) that run the code of the looks, class and all.

Set-StrictMode -Version 2.0

$probes = @{
    look = 'Get-OneLook'
    pipe_answer = 'Get-PipeAnswer'
}
$answer = @{ probes = (Measure-Probe -Table $probes -Asks $complex_args['probes']) }
ConvertTo-Json -InputObject @{ winfleet = $answer } -Depth 20 -Compress
