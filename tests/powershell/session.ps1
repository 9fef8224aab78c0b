# The verbs in one session, for tests: each line of input is {"look": ASK}, {"step": ASK}, {"steps": [STEP]} or
# {"script": TEXT}; each gives one line of output. The modules are loaded as Ansible loads them.
param ([string]$Modules)

$ErrorActionPreference = 'Stop'
foreach ($file in [IO.Directory]::GetFiles($Modules, '*.psm1')) {
    $text = [ScriptBlock]::Create([IO.File]::ReadAllText($file))
    New-Module -Name ([IO.Path]::GetFileNameWithoutExtension($file)) -ScriptBlock $text | Import-Module -Scope Global
}
# Windows' commands come from a module of the simulator, which is in force once one of them was named: not only after a test
# that happens to do so.
$null = Get-Command -Name Get-CimInstance
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $ask = ConvertFrom-Json -InputObject $line -AsHashtable
    $answer = $null
    if ($ask.Contains('look')) { $answer = (Invoke-Look @($ask['look']))[0] }
    elseif ($ask.Contains('step')) { $answer = (Invoke-Step @($ask['step']))['steps'][0] }
    elseif ($ask.Contains('steps')) { $answer = Invoke-Step $ask['steps'] }
    else {
        try { $answer = @{ ok = $true; value = @(& ([ScriptBlock]::Create($ask['script']))) } }
        catch {
            $answer = @{ ok = $false; type = $_.Exception.GetType().FullName; code = '0x{0:x8}' -f $_.Exception.HResult; text = "$_"; id = $_.FullyQualifiedErrorId }
        }
    }
    [Console]::Out.WriteLine((ConvertTo-Json -InputObject $answer -Depth 12 -Compress))
}
