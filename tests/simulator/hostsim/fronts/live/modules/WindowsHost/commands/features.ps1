# ServerManager (servers only: elsewhere the machine says that there is no such command) and DISM.

$restartText = 'You must restart this server to finish the installation process.'

function Get-WindowsFeature {
    [CmdletBinding()]
    param ([Parameter(Position = 0)] [string[]]$Name)

    try { $rows = Invoke-Ask 'windows_features' }
    catch { Write-WindowsError $PSCmdlet $_; return }
    foreach ($row in $rows) {
        if ($Name -and -not @($Name | Where-Object { $row['Name'] -like $_ }).Length) { continue }
        New-WindowsObject $row 'Microsoft.Windows.ServerManager.Commands.Feature'
    }
}

function Install-WindowsFeature {
    [CmdletBinding()]
    param (
        [Parameter(Mandatory, Position = 0)] [string[]]$Name,
        [switch]$IncludeManagementTools, [switch]$IncludeAllSubFeature, [string[]]$Source
    )

    $question = @{ names = $Name; management_tools = [bool]$IncludeManagementTools; source = $(if ($Source) { $Source[0] }) }
    try { $result = Invoke-Ask 'install_windows_feature' $question }
    catch { Write-WindowsError $PSCmdlet $_; return }
    if ($result['RestartNeeded'] -eq 'Yes') { Write-Warning $restartText }
    New-WindowsObject $result 'Microsoft.Windows.ServerManager.Commands.FeatureOperationResult'
}

function Uninstall-WindowsFeature {
    [CmdletBinding()]
    param ([Parameter(Mandatory, Position = 0)] [string[]]$Name, [switch]$IncludeManagementTools)

    try { $result = Invoke-Ask 'uninstall_windows_feature' @{ names = $Name } }
    catch { Write-WindowsError $PSCmdlet $_; return }
    if ($result['RestartNeeded'] -eq 'Yes') { Write-Warning ($restartText -replace 'installation', 'removal') }
    New-WindowsObject $result 'Microsoft.Windows.ServerManager.Commands.FeatureOperationResult'
}

function Get-WindowsOptionalFeature {
    [CmdletBinding()]
    param ([Parameter(Mandatory)] [switch]$Online, [string]$FeatureName)

    try {
        $rows = Invoke-Ask 'optional_features' @{ name = $(if ($FeatureName) { $FeatureName } else { '*' }) }
        $found = @($rows | Where-Object { -not $FeatureName -or $_['FeatureName'] -like $FeatureName })
        if ($found.Length -eq 0 -and $FeatureName -notmatch '[*?]') {
            throw (New-WindowsError @{
                    type = 'System.Runtime.InteropServices.COMException'; code = '0x800f080c'
                    text = "Feature name $FeatureName is unknown."; error_id = 'Microsoft.Dism.Commands.GetWindowsOptionalFeatureCommand'
                })
        }
    }
    catch { Write-WindowsError $PSCmdlet $_; return }
    foreach ($row in $found) {
        # The list of all says less than the question for one.
        if ($FeatureName) { New-WindowsObject $row 'Microsoft.Dism.Commands.AdvancedFeatureObject' }
        else { New-WindowsObject ([ordered]@{ FeatureName = $row['FeatureName']; State = $row['State'] }) 'Microsoft.Dism.Commands.BasicFeatureObject' }
    }
}

function New-DismResult {
    param ([hashtable]$Result)

    New-WindowsObject ([ordered]@{ Path = ''; Online = $true; RestartNeeded = $Result['RestartNeeded'] }) 'Microsoft.Dism.Commands.ImageObject'
}

function Enable-WindowsOptionalFeature {
    [CmdletBinding()]
    param (
        [Parameter(Mandatory)] [switch]$Online, [Parameter(Mandatory)] [string[]]$FeatureName,
        [switch]$All, [switch]$NoRestart, [switch]$LimitAccess, [string[]]$Source
    )

    foreach ($name in $FeatureName) {
        $question = @{ name = $name; all = [bool]$All; source = $(if ($Source) { $Source[0] }) }
        try { New-DismResult (Invoke-Ask 'enable_optional_feature' $question) }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}

function Disable-WindowsOptionalFeature {
    [CmdletBinding()]
    param (
        [Parameter(Mandatory)] [switch]$Online, [Parameter(Mandatory)] [string[]]$FeatureName,
        [switch]$NoRestart
    )

    foreach ($name in $FeatureName) {
        try { New-DismResult (Invoke-Ask 'disable_optional_feature' @{ name = $name }) }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}
