# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What an answer looks like: docs/verbs.md, "Shapes".

Set-StrictMode -Version 2.0

# Exceptions that only carry another one: the cause is what the controller has to see.
$wrappers = 'System.AggregateException', 'System.Management.Automation.MethodInvocationException',
    'System.Management.Automation.GetValueInvocationException', 'System.Management.Automation.RuntimeException',
    'System.Reflection.TargetInvocationException'

function Stop-Verb {
    # Ends a verb with a failure of our own. $Type is one of the words of docs/verbs.md, $Code a text; $Value goes along
    # where the host did answer.
    param ([string]$Type, [string]$Text, [string]$Code = '', [object]$Value = $null)

    $failure = [InvalidOperationException]::new($Text)
    $failure.Data['winfleet'] = @{ type = $Type; code = $Code; value = $Value }
    throw $failure
}

function Get-Cause {
    # The exception at the bottom of those that only carry it.
    param ([Exception]$Exception)

    while ($null -ne $Exception.InnerException -and $wrappers -contains $Exception.GetType().FullName) {
        $Exception = $Exception.InnerException
    }
    $Exception
}

function ConvertTo-Failure {
    # The ANSWER for an exception.
    param ([Exception]$Exception)

    $cause = Get-Cause $Exception
    $own = $cause.Data['winfleet']
    if ($null -eq $own) {
        $code = '0x{0:x8}' -f $cause.HResult
        return @{ ok = $false; error = @{ type = $cause.GetType().FullName; code = $code; text = [string]$cause.Message } }
    }
    $answer = @{ ok = $false; error = @{ type = $own.type; code = $own.code; text = [string]$cause.Message } }
    if ($null -ne $own.value) { $answer['value'] = $own.value }
    $answer
}

function Limit-Text {
    # A text of which we do not know who wrote it, cut to so many characters and without half characters and those that
    # steer a terminal: a lone surrogate in an answer fails in ansible-core.
    param ([string]$Text, [int]$Most = 200)

    $plain = $Text -replace '[\x00-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]', '?'
    if ($plain.Length -le $Most) { return $plain }
    # Not between the halves of one character.
    if ([char]::IsHighSurrogate($plain[$Most - 1])) { $Most -= 1 }
    $plain.Substring(0, $Most) + '...'
}

function Test-AnyText {
    # Whether one of the texts is exactly this one. -ccontains compares by the rules of a language, to which a soft hyphen
    # or a zero is nothing at all.
    param ([object]$Texts, [string]$Text)

    [Array]::IndexOf([string[]]@($Texts), $Text) -ge 0
}

function Invoke-Verb {
    # Runs one verb and gives its ANSWER. $Table: verb -> name of the function, which takes the ask (a table) and returns
    # one object. Whatever the function does, a throw, an error record or a missing command spoils this answer only.
    param ([hashtable]$Table, [object]$Ask)

    try {
        $verb = [string]$Ask['verb']
        if (-not $Table.ContainsKey($verb)) { Stop-Verb -Type 'unknown_verb' -Text "This host program knows no verb '$verb'." }
        $output = @(& $Table[$verb] $Ask 2>&1)
        foreach ($item in $output) {
            if ($item -is [System.Management.Automation.ErrorRecord]) { return ConvertTo-Failure $item.Exception }
        }
        @{ ok = $true; value = $output[0] }
    }
    catch {
        ConvertTo-Failure $_.Exception
    }
}

function ConvertTo-DateText {
    # UTC, as docs/verbs.md writes dates; null stays null.
    param ([object]$Date)

    if ($null -eq $Date) { return $null }
    ([datetime]$Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffffZ', [Globalization.CultureInfo]::InvariantCulture)
}

function ConvertTo-PlainValue {
    # A value of the registry or of CIM as ConvertTo-Json should see it: null, boolean, number, text or a list of these.
    # ConvertTo-Json of 5.1 writes dates as \/Date(...)\/, enumerations as numbers and an array that came out of a function
    # as {"value": [...], "Count": n}; a List is not an array and stays a list.
    param ([object]$Value)

    if ($null -eq $Value -or $Value -is [bool]) { return $Value }
    if ($Value -is [datetime]) { return ConvertTo-DateText $Value }
    if ($Value -is [array]) {
        $list = [Collections.Generic.List[object]]::new()
        foreach ($element in $Value) { $list.Add((ConvertTo-PlainValue $element)) }
        return , $list
    }
    if ($Value -is [ValueType] -and $Value -isnot [enum] -and $Value -isnot [char] -and $Value.GetType().IsPrimitive) { return $Value }
    [string]$Value
}

Export-ModuleMember -Function Stop-Verb, Get-Cause, ConvertTo-Failure, Limit-Text, Test-AnyText, Invoke-Verb, ConvertTo-DateText, ConvertTo-PlainValue
