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

$conditions = @{ only_if = 'Test-Condition' }

function Test-Condition {
    # {steps, field, values} of a step's only_if: true where the answer of one of the earlier steps has one of the values
    # in the field.
    param ([object]$Ask)

    foreach ($index in $Ask['steps']) {
        $value = $Ask['answers'][[int]$index]['value']
        foreach ($key in ([string]$Ask['field']).Split('.')) {
            if ($value -is [Collections.IDictionary]) { $value = $value[$key] } else { $value = $null }
        }
        $text = [string]$value
        if ($value -is [bool]) { $text = $text.ToLowerInvariant() }
        if (Test-AnyText $Ask['values'] $text) { return $true }
    }
    $false
}

function Invoke-OneStep {
    # The ANSWER of a step; one whose condition does not hold is skipped.
    param ([object]$Step, [object]$Answers)

    $condition = $Step['only_if']
    if ($null -ne $condition) {
        $ask = @{ verb = 'only_if'; answers = $Answers; steps = $condition['steps']; field = $condition['field']; values = $condition['values'] }
        $held = Invoke-Verb -Table $script:conditions -Ask $ask
        if (-not $held['ok']) { return $held }
        if (-not $held['value']) { return @{ ok = $true; value = @{ skipped = $true } } }
    }
    Invoke-Verb -Table $script:steps -Ask $Step
}

function Test-Reboot {
    # Whether a step has sent the machine down: what is asked of it from then on may never be answered.
    param ([object]$Step, [hashtable]$Answer)

    $Step['verb'] -eq 'reboot' -and $Answer['ok'] -and -not $Answer['value'].ContainsKey('skipped')
}

function Invoke-Step {
    # Runs the steps up to the first that fails, then the undo of what was done for its item, the latest first:
    # {steps: [ANSWER], undone: [ANSWER], reboots: whether one of the steps was a reboot}.
    param ([object]$Steps)

    $reboots = $false
    $answers = [Collections.Generic.List[object]]::new()
    $undone = [Collections.Generic.List[object]]::new()
    $done = [Collections.Generic.Stack[object]]::new()
    foreach ($step in $Steps) {
        $answer = Invoke-OneStep $step $answers
        $answers.Add($answer)
        if (Test-Reboot $step $answer) { $reboots = $true }
        if ($answer['ok']) { $done.Push($step); continue }
        foreach ($earlier in $done) {
            if ([string]$earlier['item'] -cne [string]$step['item']) { continue }
            foreach ($undo in $earlier['undo']) { $undone.Add((Invoke-Verb -Table $script:steps -Ask $undo)) }
        }
        break
    }
    @{ steps = $answers; undone = $undone; reboots = $reboots }
}

Export-ModuleMember -Function Invoke-Step, Test-Condition
