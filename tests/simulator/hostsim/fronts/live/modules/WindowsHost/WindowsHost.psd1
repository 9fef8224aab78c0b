@{
    # The commands by name: so they are found, and loaded with the first that is called, in every runspace.
    RootModule = 'WindowsHost.psm1'
    ModuleVersion = '1.0.0'
    GUID = '5b1f6d0e-6d0f-4c55-9f3c-1c1b8f0f6a52'
    Author = 'winfleet.containers contributors'
    Description = 'The commands of Windows that a simulated host needs; they ask its machine.'
    FunctionsToExport = @(
        'Get-CimInstance', 'Invoke-CimMethod',
        'Get-Item', 'Get-ItemProperty', 'Get-ChildItem', 'Test-Path', 'Remove-Item', 'Set-ItemProperty',
        'Get-Content', 'Set-Content', 'New-Item', 'Move-Item', 'Copy-Item',
        'Get-WindowsFeature', 'Install-WindowsFeature', 'Uninstall-WindowsFeature',
        'Get-WindowsOptionalFeature', 'Enable-WindowsOptionalFeature', 'Disable-WindowsOptionalFeature',
        'Get-Service', 'Start-Service', 'Stop-Service', 'Restart-Service',
        'New-LocalGroup', 'Get-WinEvent',
        'Get-ComputeProcess', 'Restart-Computer'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
}
