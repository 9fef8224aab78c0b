# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Reboots the machine.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Program

Set-StrictMode -Version 2.0

# The exit codes with which the machine does reboot: it was told now, a shutdown is under way, one was scheduled before
# (winerror.h: ERROR_SHUTDOWN_IN_PROGRESS, ERROR_SHUTDOWN_IS_SCHEDULED).
$reboots = 0, 1115, 1190

function Restart-Machine {
    # The step: {delay: seconds, message} -> {ExitCode}.
    param ([object]$Ask)

    $message = ([string]$Ask['message']).Replace('"', "'")
    $arguments = '/r /t {0}' -f [int]$Ask['delay']
    if ($message) { $arguments += ' /c "{0}"' -f $message.TrimEnd('\') }
    $result = Invoke-Program -Name 'shutdown.exe' -Arguments $arguments
    $code = $result.ExitCode
    # It ends its message with the code as well; an exit code of more than 8 bits is only told so where it is simulated.
    if ($code -ne 0 -and $result.Output -match '\((\d+)\)\s*$') { $code = [int]$Matches[1] }
    $value = @{ ExitCode = $code }
    if ($reboots -notcontains $code) { Stop-Verb -Type 'status' -Code ([string]$code) -Text $result.Output.Trim() -Value $value }
    $value
}

Export-ModuleMember -Function Restart-Machine
