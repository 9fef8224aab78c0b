# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Probes: what ConvertTo-Json writes, and what of it arrives.

#AnsibleRequires -PowerShell ._FirstDay

Set-StrictMode -Version 2.0

function Get-ListOfTwo { 1; 2 }

function Get-JsonForm {
    # -> {name: {json, units: its UTF-16 in hexadecimal digits} or an error}: each form as our programs write their answer.
    param ([object]$Ask)

    $empty = [Collections.Generic.List[object]]::new()
    $forms = @{
        markup = '<>&'''
        quotes = '"\/'
        line_separators = 'a' + [char]0x2028 + [char]0x2029 + [char]0x85
        emoji = [char]::ConvertFromUtf32(0x1f600)
        half_an_emoji = [string][char]0xd83d
        controls = 'a' + [char]0 + [char]0x1b + [char]0x7f
        nested_empty_lists = @{ array = @(); arrays = @(, @()); list = $empty; table = @{ array = @() } }
        list_of_one = @{ array = @(1); list = [Collections.Generic.List[object]]@(1) }
        list_of_lists = @(@(1, 2), @(3))
        out_of_a_function = @{ array = (Get-ListOfTwo) }
        date = [datetime]::new(2026, 11, 24, 8, 0, 0, [DateTimeKind]::Utc)
        enumeration = [DayOfWeek]::Friday
        numbers = @([long]::MaxValue, [uint64]::MaxValue, 0.1, [double]1)
        not_a_number = [double]::NaN
        nothing = @{ null = $null; text = ''; no = $false }
        database_null = [DBNull]::Value
        character = [char]'x'
        keys_that_differ_in_case = [Collections.Generic.Dictionary[string, object]]::new([StringComparer]::Ordinal)
    }
    $forms['keys_that_differ_in_case']['a'] = 1
    $forms['keys_that_differ_in_case']['A'] = 2
    $written = @{}
    foreach ($name in @($forms.Keys)) {
        try {
            $json = [string](ConvertTo-Json -InputObject $forms[$name] -Depth 12 -Compress)
            $units = foreach ($unit in $json.ToCharArray()) { '{0:x4}' -f [int]$unit }
            $written[$name] = @{ json = $json; units = (@($units) -join '') }
        }
        catch { $written[$name] = @{ error = (Get-ErrorFacts $_) } }
    }
    $written
}

function Get-LargeText {
    # A text of so many characters, of which each tenth is one that 5.1 writes as six.
    param ([int]$Characters)

    'xxxxxxxxx<' * [int][Math]::Floor($Characters / 10)
}

function Get-LargeJson {
    # {characters} -> {characters of the JSON}: how long the writing takes without the wire.
    param ([object]$Ask)

    @{ characters = ([string](ConvertTo-Json -InputObject @{ body = (Get-LargeText ([int]$Ask['characters'])) } -Depth 12 -Compress)).Length }
}

function Get-LargeAnswer {
    # {characters} -> the text itself: how long it takes over the wire.
    param ([object]$Ask)

    Get-LargeText ([int]$Ask['characters'])
}

Export-ModuleMember -Function Get-JsonForm, Get-LargeJson, Get-LargeAnswer
