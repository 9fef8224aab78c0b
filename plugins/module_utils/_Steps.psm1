# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The table of steps, and the order in which they and their undo run.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Archives
#AnsibleRequires -PowerShell ._Dockerd
#AnsibleRequires -PowerShell ._Download
#AnsibleRequires -PowerShell ._EngineSteps
#AnsibleRequires -PowerShell ._FeatureSteps
#AnsibleRequires -PowerShell ._FileSteps
#AnsibleRequires -PowerShell ._Jobs
#AnsibleRequires -PowerShell ._Looks
#AnsibleRequires -PowerShell ._Power
#AnsibleRequires -PowerShell ._ServiceSteps
#AnsibleRequires -PowerShell ._Settings

Set-StrictMode -Version 2.0

$steps = @{
    dockerd = 'Invoke-Dockerd'
    download = 'Invoke-Download'
    engine = 'Invoke-EngineStep'
    environment = 'Set-EnvironmentEntry'
    feature = 'Switch-Feature'
    file = 'Invoke-FileStep'
    folder = 'Invoke-FolderStep'
    group = 'New-Group'
    job = 'Remove-Job'
    reboot = 'Restart-Machine'
    service = 'Invoke-ServiceStep'
    unpack = 'Expand-Engine'
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

# A failure of these types, and any of a wait, is the item's own; others (no pipe, no answer) would meet all that follow.
$itemsOwn = 'status', 'state', 'text'

function Add-Hindered {
    # Adds an item that failed, and those that need one that is there, however far round: item -> the one that failed.
    param ([hashtable]$Hindered, [string]$Failed, [object]$Steps)

    $Hindered[$Failed] = $Failed
    do {
        $before = $Hindered.Count
        foreach ($step in $Steps) {
            $item = [string]$step['item']
            if ($Hindered.ContainsKey($item)) { continue }
            foreach ($needed in $step['needs']) { if ($Hindered.ContainsKey([string]$needed)) { $Hindered[$item] = $Failed } }
        }
    } while ($Hindered.Count -gt $before)
}

function Undo-Item {
    # Runs the undo lists of what was done for these items, the latest first, and forgets that it was done.
    param ([hashtable]$Items, [object]$Done, [object]$Undone)

    for ($place = $Done.Count - 1; $place -ge 0; $place--) {
        $earlier = $Done[$place]
        if (-not $Items.ContainsKey([string]$earlier['item'])) { continue }
        $Done.RemoveAt($place)
        foreach ($undo in $earlier['undo']) {
            $answer = Invoke-Verb -Table $script:steps -Ask $undo
            $answer['item'] = [string]$earlier['item']
            $Undone.Add($answer)
        }
    }
}

function Get-Evidence {
    # One ANSWER for each look; a wait changes nothing, and may stand among them.
    param ([object]$Looks)

    $answers = [Collections.Generic.List[object]]::new()
    foreach ($look in $Looks) {
        if ($look['verb'] -eq 'wait') { $answers.Add((Invoke-Verb -Table $script:steps -Ask $look)) }
        else { foreach ($answer in (Invoke-Look @(, $look))) { $answers.Add($answer) } }
    }
    , $answers
}

function Invoke-Step {
    # Runs the steps up to the first that fails, then the undo of what was done for its item and those that need it, the
    # latest first: {steps: [ANSWER], undone: [ANSWER], reboots: whether one of the steps was a reboot}. -Independent: the
    # other items go on, and steps that are not tried have an answer that says so.
    param ([object]$Steps, [switch]$Independent)

    $reboots = $false
    $answers = [Collections.Generic.List[object]]::new()
    $undone = [Collections.Generic.List[object]]::new()
    $done = [Collections.Generic.List[object]]::new()
    # Item names tell case, and a table literal's keys do not.
    $hindered = [hashtable]::new([StringComparer]::Ordinal)
    $over = $null
    $number = -1
    foreach ($step in $Steps) {
        $number += 1
        $because = $hindered[[string]$step['item']]
        if ($null -ne $over) { $because = $over }
        if ($null -ne $because) {
            $answers.Add(@{ ok = $false; error = @{ type = 'not_tried'; code = ''; text = "It was not tried, since $because failed." } })
            continue
        }
        Write-JobStep $number
        $answer = Invoke-OneStep $step $answers
        $answers.Add($answer)
        if (Test-Reboot $step $answer) { $reboots = $true }
        if ($answer['ok']) { $done.Add($step); continue }
        if ($null -ne $step['evidence']) { $answer['evidence'] = Get-Evidence $step['evidence'] }
        $item = [string]$step['item']
        Add-Hindered $hindered $item $Steps
        Undo-Item $hindered $done $undone
        if (-not $Independent) { break }
        if ($itemsOwn -notcontains $answer['error']['type'] -and $step['verb'] -ne 'wait') { $over = $item }
    }
    @{ steps = $answers; undone = $undone; reboots = $reboots }
}

Export-ModuleMember -Function Invoke-Step, Test-Condition
