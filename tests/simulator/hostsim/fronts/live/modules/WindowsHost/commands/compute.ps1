# HostComputeService's command, and Restart-Computer.

function Get-ComputeProcess {
    [CmdletBinding()]
    param ([string[]]$Id, [string]$Owner, [ValidateSet('Container', 'VirtualMachine')] [string]$Type)

    try { $rows = Invoke-Ask 'compute_processes' }
    catch { Write-WindowsError $PSCmdlet $_; return }
    foreach ($row in $rows) {
        if ($Id -and $Id -notcontains $row['Id']) { continue }
        if ($Owner -and $Owner -ne $row['Owner']) { continue }
        if ($Type -and $Type -ne $row['Type']) { continue }
        New-WindowsObject $row 'HCSLibrary.ComputeProcess'
    }
}

function Restart-Computer {
    [CmdletBinding()]
    param ([switch]$Force)

    $code = Invoke-Ask 'shutdown' @{ delay = 0 }
    if ($code) {
        $PSCmdlet.WriteError((New-WindowsError @{
                    type = 'System.InvalidOperationException'; code = '0x80131509'
                    text = "Failed to restart the computer localhost with the following error message: A system shutdown is in progress."
                    error_id = 'RestartcomputerFailed,Microsoft.PowerShell.Commands.RestartComputerCommand'
                }))
    }
}
