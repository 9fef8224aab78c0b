#!powershell

# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#Requires -Version 5.1
#AnsibleRequires -PowerShell ..module_utils._Answer
#AnsibleRequires -PowerShell ..module_utils._Lock
#AnsibleRequires -PowerShell ..module_utils._Looks
#AnsibleRequires -PowerShell ..module_utils._Steps

# The host program that does; its words are in docs/verbs.md.

Set-StrictMode -Version 2.0

$timeout = 60
if ($null -ne $complex_args['lock_timeout']) { $timeout = [int]$complex_args['lock_timeout'] }
$answer = @{ lock = $null; steps = @(); undone = @(); looks = @() }
$lock = Invoke-Verb -Table @{ lock = 'Lock-Machine' } -Ask @{ verb = 'lock'; lock_timeout = $timeout }
$answer['lock'] = $lock
if ($lock['ok']) {
    $file = $lock['value']
    $lock['value'] = $true
    try {
        $done = Invoke-Step $complex_args['steps']
        $answer['steps'] = $done['steps']
        $answer['undone'] = $done['undone']
        $answer['looks'] = Invoke-Look $complex_args['looks']
    }
    finally {
        $file.Dispose()
    }
}
ConvertTo-Json -InputObject @{ winfleet = $answer } -Depth 12 -Compress
