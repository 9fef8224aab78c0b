# Commands that PowerShell has on Windows only, for a simulated host. Each asks the host's machine (asks.py).

Set-StrictMode -Version 2.0

foreach ($file in 'ask', 'cim', 'items', 'files', 'registry', 'features', 'services', 'accounts', 'compute') { . "$PSScriptRoot/commands/$file.ps1" }

Update-Programs
