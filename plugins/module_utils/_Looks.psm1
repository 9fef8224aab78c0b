# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The table of looks, for both programs.

#AnsibleRequires -PowerShell ._Accounts
#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Engine
#AnsibleRequires -PowerShell ._Events
#AnsibleRequires -PowerShell ._Features
#AnsibleRequires -PowerShell ._Files
#AnsibleRequires -PowerShell ._Jobs
#AnsibleRequires -PowerShell ._Machine
#AnsibleRequires -PowerShell ._Processes
#AnsibleRequires -PowerShell ._Services

Set-StrictMode -Version 2.0

$looks = @{
    accounts = 'Get-AccountLook'
    boot = 'Get-BootLook'
    cim = 'Get-CimLook'
    compute_systems = 'Get-ComputeSystemLook'
    engine = 'Get-EngineLook'
    events = 'Get-EventLook'
    features = 'Get-FeatureLook'
    file = 'Get-FileLook'
    job = 'Get-JobLook'
    processes = 'Get-ProcessLook'
    registry = 'Get-RegistryLook'
    service = 'Get-ServiceLook'
    text = 'Get-TextLook'
}

function Invoke-Look {
    # One ANSWER for each look, in the order asked.
    param ([object]$Looks)

    $answers = [Collections.Generic.List[object]]::new()
    foreach ($look in $Looks) { $answers.Add((Invoke-Verb -Table $script:looks -Ask $look)) }
    , $answers
}

Export-ModuleMember -Function Invoke-Look
