# Microsoft.PowerShell.LocalAccounts and Microsoft.PowerShell.Diagnostics, as far as somebody needs them.

function New-LocalGroup {
    [CmdletBinding()]
    param ([Parameter(Mandatory, Position = 0)] [string]$Name, [string]$Description)

    if (-not (Invoke-Ask 'make_group' @{ name = $Name })) {
        $PSCmdlet.WriteError((New-WindowsError @{
                    type = 'Microsoft.PowerShell.Commands.GroupExistsException'; code = '0x80131500'; text = "Group $Name already exists."
                    error_id = 'GroupExists,Microsoft.PowerShell.Commands.NewLocalGroupCommand'
                }))
        return
    }
    New-WindowsObject ([ordered]@{ Name = $Name; Description = $Description }) 'Microsoft.PowerShell.Commands.LocalGroup'
}

function Get-WinEvent {
    [CmdletBinding()]
    param ([Parameter(Mandatory, Position = 0)] [string]$LogName, [Parameter(Mandatory)] [string]$FilterXPath, [long]$MaxEvents = 1000)

    if ($FilterXPath -notmatch "^\*\[System\[Provider\[@Name='(?<source>[^']*)'\]\]\]$") { throw "The simulator does not know the query $FilterXPath" }
    try { $rows = Invoke-Ask 'events' @{ log = $LogName; source = $Matches['source']; count = $MaxEvents } }
    catch { Write-WindowsError $PSCmdlet $_; return }
    foreach ($row in $rows) {
        $row['TimeCreated'] = $row['TimeCreated'].ToLocalTime()
        New-WindowsObject $row 'System.Diagnostics.Eventing.Reader.EventLogRecord'
    }
}
