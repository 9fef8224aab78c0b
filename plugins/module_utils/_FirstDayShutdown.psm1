# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The one probe that does something: it schedules a restart and takes it back.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Power
#AnsibleRequires -PowerShell ._Program

Set-StrictMode -Version 2.0

$step = @{ reboot = 'Restart-Machine' }

function Get-ShutdownCode {
    # {delay: seconds} -> {first, second: {ExitCode, Output}, step: ANSWER of our reboot step, abort, abort_again}. Where a restart
    # of somebody else is scheduled already the first says so, and nothing more is done: theirs is not taken back.
    param ([object]$Ask)

    $delay = [int]$Ask['delay']
    if ($delay -lt 300) { throw [ArgumentException]::new('The delay is at least 300 seconds, so that there is time to take the restart back.') }
    $restart = "/r /t $delay /c `"winfleet.containers asks for exit codes; this restart is taken back at once.`""
    $codes = @{ first = (Invoke-Program -Name 'shutdown.exe' -Arguments $restart) }
    if ($codes['first']['ExitCode'] -ne 0) { return $codes }
    try {
        try {
            $codes['second'] = Invoke-Program -Name 'shutdown.exe' -Arguments $restart
            $codes['step'] = Invoke-Verb -Table $script:step -Ask @{ verb = 'reboot'; delay = $delay; message = 'winfleet.containers' }
        }
        finally { $codes['abort'] = Invoke-Program -Name 'shutdown.exe' -Arguments '/a' }
        $codes['abort_again'] = Invoke-Program -Name 'shutdown.exe' -Arguments '/a'
    }
    catch { $codes['error'] = (Get-Cause $_.Exception).Message }
    $codes
}

Export-ModuleMember -Function Get-ShutdownCode
