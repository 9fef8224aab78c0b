# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What all probes of the first day on Windows share: docs/first-day-on-windows.md.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

function Measure-Probe {
    # Runs each ask {verb, times, ...} `times` times (default 1): [{verb, seconds: [first, second, ...], answer: the last ANSWER}].
    param ([hashtable]$Table, [object]$Asks)

    $rows = [Collections.Generic.List[object]]::new()
    foreach ($ask in $Asks) {
        $times = 1
        if ($null -ne $ask['times']) { $times = [int]$ask['times'] }
        $seconds = [Collections.Generic.List[object]]::new()
        for ($turn = 0; $turn -lt $times; $turn++) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $answer = Invoke-Verb -Table $Table -Ask $ask
            $seconds.Add([Math]::Round($clock.Elapsed.TotalSeconds, 4))
        }
        $rows.Add(@{ verb = [string]$ask['verb']; seconds = $seconds; answer = $answer })
    }
    , $rows
}

function Get-ErrorFacts {
    # Everything of an error that a rule could rest on, unlike an ANSWER, which holds the cause only:
    # {id, category, chain: [{type, code, text}]}, the outermost exception first.
    param ([System.Management.Automation.ErrorRecord]$Record)

    $chain = [Collections.Generic.List[object]]::new()
    $exception = $Record.Exception
    while ($null -ne $exception -and $chain.Count -lt 6) {
        $code = '0x{0:x8}' -f $exception.HResult
        $chain.Add(@{ type = $exception.GetType().FullName; code = $code; text = [string]$exception.Message })
        $exception = $exception.InnerException
    }
    @{ id = [string]$Record.FullyQualifiedErrorId; category = [string]$Record.CategoryInfo.Category; chain = $chain }
}

function Get-PropertyFacts {
    # Up to 40 properties of an object as they are: {name: {type, text}}; one that cannot be read gives its error.
    param ([object]$Object)

    $facts = @{}
    foreach ($property in @($Object.PSObject.Properties | Select-Object -First 40)) {
        try {
            $value = $property.Value
            $type = $null
            if ($null -ne $value) { $type = $value.GetType().FullName }
            $facts[[string]$property.Name] = @{ type = $type; text = [string]$value }
        }
        catch { $facts[[string]$property.Name] = @{ error = (Get-ErrorFacts $_) } }
    }
    $facts
}

Export-ModuleMember -Function Measure-Probe, Get-ErrorFacts, Get-PropertyFacts
