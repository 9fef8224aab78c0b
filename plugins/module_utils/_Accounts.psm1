# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Which users and groups there are.

Set-StrictMode -Version 2.0

# What stands before a name of this computer's own.
$own = 'BUILTIN', 'NT AUTHORITY', '.', $env:COMPUTERNAME

function Get-Sid {
    # Of 'NAME' or 'DOMAIN\NAME', null where nobody is called so. A domain is asked for the one name: WMI would list a domain.
    param ([string]$Account)

    $domain, $name = '', $Account
    $place = $Account.IndexOf('\')
    if ($place -ge 0) { $domain, $name = $Account.Substring(0, $place), $Account.Substring($place + 1) }
    $quoted = foreach ($text in $name, $domain) { "'" + $text.Replace('\', '\\').Replace("'", "\'") + "'" }
    $filter = "Name=$($quoted[0]) AND LocalAccount=TRUE"
    if ($domain -and $own -notcontains $domain) { $filter = "Name=$($quoted[0]) AND Domain=$($quoted[1])" }
    $found = @(Get-CimInstance -ClassName Win32_Account -Filter $filter -Property Name, SID -ErrorAction Stop)
    if ($found.Length) { [string]$found[0].SID }
}

function Get-AccountLook {
    # {names} -> [{name, sid}].
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    foreach ($name in $Ask['names']) { $rows.Add(@{ name = [string]$name; sid = Get-Sid ([string]$name) }) }
    , $rows
}

Export-ModuleMember -Function Get-Sid, Get-AccountLook
