# CimCmdlets.

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'Class')]
    param (
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Class')] [string]$ClassName,
        [Parameter(Mandatory, ParameterSetName = 'Query')] [string]$Query,
        [string]$Namespace = 'root/cimv2',
        [Parameter(ParameterSetName = 'Class')] [string]$Filter,
        [Parameter(ParameterSetName = 'Class')] [Alias('SelectProperties')] [string[]]$Property
    )

    if ($Query) {
        if ($Query -notmatch '(?is)^\s*SELECT\s+(?<what>.+?)\s+FROM\s+(?<class>\w+)(\s+WHERE\s+(?<where>.+))?\s*$') {
            $PSCmdlet.WriteError((New-WindowsError @{
                        type = 'Microsoft.Management.Infrastructure.CimException'; code = '0x80131500'; text = 'Invalid query '
                        error_id = 'HRESULT 0x80041017,GetCimInstance'
                    }))
            return
        }
        $ClassName = $Matches['class']
        $Filter = $Matches['where']
        if ($Matches['what'] -ne '*') { $Property = $Matches['what'] -split '\s*,\s*' }
    }
    $question = @{ class_name = $ClassName; namespace = $Namespace; filter = $Filter; properties = $Property }
    try { $rows = Invoke-Ask 'cim' $question }
    catch { Write-WindowsError $PSCmdlet $_; return }
    foreach ($row in $rows) {
        foreach ($name in @($row.Keys)) { if ($row[$name] -is [datetime]) { $row[$name] = $row[$name].ToLocalTime() } }
        New-WindowsObject $row "Microsoft.Management.Infrastructure.CimInstance#$Namespace/$ClassName"
    }
}

function Invoke-CimMethod {
    [CmdletBinding()]
    param (
        [Parameter(Mandatory, ValueFromPipeline)] [object]$InputObject,
        [Parameter(Mandatory, Position = 0)] [Alias('Name')] [string]$MethodName
    )

    process {
        try {
            if ($MethodName -ne 'GetOwner' -or $InputObject.PSObject.TypeNames[0] -notlike '*/Win32_Process') {
                throw (New-WindowsError @{
                        type = 'Microsoft.Management.Infrastructure.CimException'; code = '0x80131500'; text = 'Invalid method '
                        error_id = 'HRESULT 0x8004102f,InvokeCimMethod'
                    })
            }
            $owner = Invoke-Ask 'owner' @{ process_id = [int]$InputObject.Handle }
        }
        catch { Write-WindowsError $PSCmdlet $_; return }
        $result = [ordered]@{ Domain = $null; User = $null; ReturnValue = 2 }
        if ($owner) {
            $result['Domain'], $result['User'] = $owner -split '\\', 2
            $result['ReturnValue'] = 0
        }
        New-WindowsObject $result 'Microsoft.Management.Infrastructure.CimMethodResult'
    }
}
