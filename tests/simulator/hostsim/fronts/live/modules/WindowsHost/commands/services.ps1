# The service commands of Microsoft.PowerShell.Management.

function Get-Service {
    [CmdletBinding()]
    param ([Parameter(Position = 0, ValueFromPipeline)] [string[]]$Name = '*')

    process {
        try { $rows = Invoke-Ask 'services' }
        catch { Write-WindowsError $PSCmdlet $_; return }
        foreach ($pattern in $Name) {
            $found = @($rows | Where-Object { $_['Name'] -like $pattern })
            if ($found.Length -eq 0 -and $pattern -notmatch '[*?]') {
                $PSCmdlet.WriteError((New-WindowsError @{
                            type = 'Microsoft.PowerShell.Commands.ServiceCommandException'; code = '0x80131501'
                            text = "Cannot find any service with service name '$pattern'."
                            error_id = 'NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand'
                        }))
            }
            foreach ($row in $found) {
                New-WindowsObject ([ordered]@{
                        Status = $row['State'] -replace ' '; Name = $row['Name']; ServiceName = $row['Name']
                        DisplayName = $row['DisplayName']; StartType = $row['StartMode'] -replace '^Auto$', 'Automatic'
                    }) 'System.ServiceProcess.ServiceController'
            }
        }
    }
}

function Start-Service {
    [CmdletBinding()]
    param ([Parameter(Mandatory, Position = 0)] [string[]]$Name)

    foreach ($each in $Name) {
        try { $null = Invoke-Ask 'start_service' @{ name = $each } }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}

function Stop-Service {
    [CmdletBinding()]
    param ([Parameter(Mandatory, Position = 0)] [string[]]$Name, [switch]$Force)

    foreach ($each in $Name) {
        try { $null = Invoke-Ask 'stop_service' @{ name = $each } }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}

function Restart-Service {
    [CmdletBinding()]
    param ([Parameter(Mandatory, Position = 0)] [string[]]$Name, [switch]$Force)

    foreach ($each in $Name) {
        try {
            $null = Invoke-Ask 'stop_service' @{ name = $each }
            $null = Invoke-Ask 'start_service' @{ name = $each }
        }
        catch { Write-WindowsError $PSCmdlet $_ }
    }
}
