#!powershell

# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#Requires -Version 5.1
#AnsibleRequires -PowerShell ..module_utils._Answer
#AnsibleRequires -PowerShell ..module_utils._Jobs
#AnsibleRequires -PowerShell ..module_utils._Lock
#AnsibleRequires -PowerShell ..module_utils._Looks
#AnsibleRequires -PowerShell ..module_utils._Seen
#AnsibleRequires -PowerShell ..module_utils._Steps

# The host program that does; its words are in docs/verbs.md.

Set-StrictMode -Version 2.0

$timeout = 60
if ($null -ne $complex_args['lock_timeout']) { $timeout = [int]$complex_args['lock_timeout'] }
if ($null -ne $complex_args['job']) { Open-Job $complex_args['job'] }
$answer = @{ lock = $null; last = $null; seen = $null; steps = @(); undone = @(); looks = @() }
$lock = Invoke-Verb -Table @{ lock = 'Lock-Machine' } -Ask @{ verb = 'lock'; lock_timeout = $timeout; who = $complex_args['who'] }
$answer['lock'] = $lock
if ($lock['ok']) {
    $file = $lock['value']['file']
    $answer['last'] = $lock['value']['last']
    $lock['value'] = $true
    try {
        $answer['seen'] = Invoke-Verb -Table @{ seen = 'Compare-Seen' } -Ask @{ verb = 'seen'; seen = $complex_args['seen'] }
        if ($answer['seen']['ok']) {
            $done = Invoke-Step $complex_args['steps'] -Independent:([bool]$complex_args['independent'])
            $answer['steps'] = $done['steps']
            $answer['undone'] = $done['undone']
            # A machine that goes down answers no looks: on Windows some take minutes.
            if (-not $done['reboots']) { $answer['looks'] = Invoke-Look $complex_args['looks'] }
        }
    }
    finally {
        $file.Dispose()
    }
}
$text = ConvertTo-Json -InputObject @{ winfleet = $answer } -Depth 12 -Compress
if ($null -ne $complex_args['job']) { $text = Close-Job $text }
$text
