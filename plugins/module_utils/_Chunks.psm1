# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What small chunks of an HTTP body look like (RFC 9112, 7.1).

Set-StrictMode -Version 2.0

function Get-SmallChunkPattern {
    # Chunks of 1 to 1023 bytes: the size in hexadecimal, then as many bytes. As a tree of digits, so that few of the 1023
    # forms are tried for one chunk.
    $form = '\r\n(?<data>.{{{0}}})'
    $firsts = foreach ($one in 1..15) {
        $seconds = foreach ($two in (16 * $one)..(16 * $one + 15)) {
            $forms = @($form -f $two)
            if ($two -lt 64) { foreach ($three in 0..15) { $forms += "{1:x}$form" -f (16 * $two + $three), $three } }
            '{0:x}(?:{1})' -f ($two % 16), ($forms -join '|')
        }
        '{0:x}(?:{1}|{2})' -f $one, ($form -f $one), ($seconds -join '|')
    }
    [regex]::new("\G(?>(?:(?:$($firsts -join '|'))\r\n)+)", 'Singleline')
}

Export-ModuleMember -Function Get-SmallChunkPattern
