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

function New-InvalidMethod {
    New-WindowsError @{
        type = 'Microsoft.Management.Infrastructure.CimException'; code = '0x80131500'; text = 'Invalid method '
        error_id = 'HRESULT 0x8004102f,InvokeCimMethod'
    }
}

function Invoke-ProcessMethod {
    param ([object]$Process, [string]$Method)

    if ($Method -ne 'GetOwner') { throw (New-InvalidMethod) }
    $owner = Invoke-Ask 'owner' @{ process_id = [int]$Process.Handle }
    $result = [ordered]@{ Domain = $null; User = $null; ReturnValue = 2 }
    if ($owner) {
        $result['Domain'], $result['User'] = $owner -split '\\', 2
        $result['ReturnValue'] = 0
    }
    $result
}

function Invoke-CimMethod {
    [CmdletBinding(DefaultParameterSetName = 'Instance')]
    param (
        [Parameter(Mandatory, ValueFromPipeline, ParameterSetName = 'Instance')] [object]$InputObject,
        [Parameter(Mandatory, ParameterSetName = 'Class')] [string]$ClassName,
        [Parameter(Mandatory, Position = 0)] [Alias('Name')] [string]$MethodName,
        [System.Collections.IDictionary]$Arguments = @{}
    )

    process {
        try {
            $of = if ($ClassName) { $ClassName } else { $InputObject.PSObject.TypeNames[0] -replace '^.*/' }
            $name = if ($ClassName) { $Arguments['Name'] } else { $InputObject.Name }
            if ($of -eq 'Win32_Process' -and -not $ClassName) { $result = Invoke-ProcessMethod $InputObject $MethodName }
            elseif ($of -eq 'Win32_Service' -and [bool]$ClassName -eq ($MethodName -eq 'Create')) {
                $result = [ordered]@{ ReturnValue = Invoke-Ask 'service_method' @{ name = $name; method = $MethodName; arguments = $Arguments } }
            }
            else { throw (New-InvalidMethod) }
        }
        catch { Write-WindowsError $PSCmdlet $_; return }
        New-WindowsObject $result 'Microsoft.Management.Infrastructure.CimMethodResult'
    }
}
