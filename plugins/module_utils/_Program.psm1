# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Runs the few programs of Windows that have no command of PowerShell's own.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Files

Set-StrictMode -Version 2.0

function Find-Program {
    # The file to start for a path. Where Windows is simulated (tests/simulator), an alias of that name says which.
    param ([string]$Path)

    Import-ItemCommand
    $alias = Get-Command -Name $Path -CommandType Alias -ErrorAction Ignore
    if ($null -eq $alias) { return $Path }
    $alias.Definition
}

function Invoke-Program {
    # Runs System32\$Name, or the program at $Path, with $Arguments (a command line) and gives {ExitCode, Output}: Output is
    # what it wrote to both of its outputs. Not with PowerShell's own call: 5.1 makes an error of each line on the second
    # output.
    param ([string]$Name, [string]$Arguments, [int]$Timeout = 60, [string]$Path = '')

    if ($Path) { $Name, $file = $Path, (Find-Program $Path) }
    else {
        $file = Join-Path (Join-Path $env:SystemRoot 'System32') $Name
        $null = Get-Command -Name $file -CommandType Application -ErrorAction Stop
    }
    $start = [Diagnostics.ProcessStartInfo]::new($file, $Arguments)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.Close()
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        if (-not $process.WaitForExit($Timeout * 1000)) {
            $process.Kill()
            Stop-Verb -Type 'timeout' -Text "$Name did not end within $Timeout s."
        }
        @{ ExitCode = $process.ExitCode; Output = [string]$output.Result + [string]$errors.Result }
    }
    finally {
        $process.Dispose()
    }
}

function Get-ProgramText {
    # The text a program wrote; an exit code other than 0 fails with type 'status'.
    param ([string]$Name, [string]$Arguments)

    $result = Invoke-Program -Name $Name -Arguments $Arguments
    if ($result.ExitCode -ne 0) { Stop-Verb -Type 'status' -Code ([string]$result.ExitCode) -Text $result.Output.Trim() }
    $result.Output
}

Export-ModuleMember -Function Invoke-Program, Get-ProgramText
