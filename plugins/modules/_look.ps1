#!powershell

# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

#Requires -Version 5.1
#AnsibleRequires -PowerShell ..module_utils._Looks

# The host program that only reads; its words are in docs/verbs.md.

Set-StrictMode -Version 2.0

$answer = @{ looks = (Invoke-Look $complex_args['looks']) }
ConvertTo-Json -InputObject @{ winfleet = $answer } -Depth 12 -Compress
