# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Many small chunks of an HTTP body at once. One by one each costs PowerShell some 20 microseconds, which for an answer of
# megabytes in chunks of 32 bytes are seconds; a regular expression runs through them at the speed of .NET.

Set-StrictMode -Version 2.0

$latin1 = [Text.Encoding]::GetEncoding(28591)
$largest = 255
$one = $null
$run = $null

function Initialize-Pattern {
    # A chunk of 1 to 255 bytes: its size in hexadecimal, then as many bytes. By the first digit, then by the second, so that
    # few of the 255 forms are tried for one chunk.
    $digits = '0123456789abcdef'.ToCharArray()
    $firsts = foreach ($first in 1..15) {
        $sizes = @("\r\n(?<data>.{$first})") + @(foreach ($second in 0..15) { "$($digits[$second])\r\n(?<data>.{$(16 * $first + $second)})" })
        "$($digits[$first])(?:$($sizes -join '|'))"
    }
    $pattern = "(?:$($firsts -join '|'))\r\n"
    $script:one = [regex]::new("\G$pattern", 'Singleline')
    $script:run = [regex]::new("\G(?>(?:$($pattern.Replace('?<data>', '?:')))+)", 'Singleline')
}

function Copy-SmallChunk {
    # Writes what the small chunks hold that are whole between two places of the bytes, the first at $Start, and gives how
    # many bytes they took.
    param ([byte[]]$Bytes, [int]$Start, [int]$End, [IO.Stream]$Body)

    # A chunk of one byte takes six; and where the first one is not small, there is nothing to do here.
    if ($End - $Start -lt 6 -or ($Bytes[$Start + 1] -ne 13 -and $Bytes[$Start + 2] -ne 13)) { return 0 }
    if ($null -eq $script:one) { Initialize-Pattern }
    $found = $script:run.Match($script:latin1.GetString($Bytes, $Start, $End - $Start))
    $data = $script:latin1.GetBytes($script:one.Replace($found.Value, '${data}'))
    $Body.Write($data, 0, $data.Length)
    $found.Length
}

Export-ModuleMember -Function Copy-SmallChunk
