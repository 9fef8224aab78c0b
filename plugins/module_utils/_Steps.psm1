# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The table of steps, and the order in which they and their undo run.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Engine
#AnsibleRequires -PowerShell ._Features
#AnsibleRequires -PowerShell ._Power

Set-StrictMode -Version 2.0

$steps = @{
    engine = 'Invoke-EngineStep'
    feature = 'Switch-Feature'
    reboot = 'Restart-Machine'
    wait = 'Wait-EngineField'
}

function Invoke-Step {
    # Runs the steps up to the first that fails, then the undo of what was done for its item, the latest first:
    # {steps: [ANSWER], undone: [ANSWER]}.
    param ([object]$Steps)

    $answers = [Collections.Generic.List[object]]::new()
    $undone = [Collections.Generic.List[object]]::new()
    $done = [Collections.Generic.Stack[object]]::new()
    foreach ($step in $Steps) {
        $answer = Invoke-Verb -Table $script:steps -Ask $step
        $answers.Add($answer)
        if ($answer['ok']) { $done.Push($step); continue }
        foreach ($earlier in $done) {
            if ([string]$earlier['item'] -cne [string]$step['item']) { continue }
            foreach ($undo in $earlier['undo']) { $undone.Add((Invoke-Verb -Table $script:steps -Ask $undo)) }
        }
        break
    }
    @{ steps = $answers; undone = $undone }
}

Export-ModuleMember -Function Invoke-Step
