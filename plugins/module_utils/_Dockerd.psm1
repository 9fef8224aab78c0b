# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# dockerd.exe as a program.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Program

Set-StrictMode -Version 2.0

function ConvertTo-Argument {
    # One argument of a command line as CommandLineToArgvW takes it apart: a quotation mark is escaped, and so are the
    # backslashes before one.
    param ([string]$Text)

    if ($Text -and $Text -notmatch '[\s"]') { return $Text }
    '"' + ($Text -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') + '"'
}

$flags = @{ version = '--version'; validate = '--validate'; register = '--register-service'; unregister = '--unregister-service' }

function Invoke-Dockerd {
    # The step: {do: version, validate, register, unregister, path, arguments, expect, timeout} -> {ExitCode, Output}.
    param ([object]$Ask)

    $do = [string]$Ask['do']
    if (-not $flags.ContainsKey($do)) { throw [ArgumentException]::new("To '$do' dockerd is not possible.") }
    $arguments = @(foreach ($argument in @($flags[$do]) + @($Ask['arguments'])) { if ($null -ne $argument) { ConvertTo-Argument $argument } })
    $timeout = 120
    if ($null -ne $Ask['timeout']) { $timeout = [int]$Ask['timeout'] }
    $value = Invoke-Program -Path ([string]$Ask['path']) -Arguments ($arguments -join ' ') -Timeout $timeout
    $said = $value['Output'].Trim()
    if ($value['ExitCode'] -ne 0) { Stop-Verb -Type 'status' -Code ([string]$value['ExitCode']) -Text $said -Value $value }
    if ($Ask['expect'] -and -not $said.StartsWith("Docker version $($Ask['expect']),", [StringComparison]::Ordinal)) {
        Stop-Verb -Type 'version' -Text "$($Ask['path']) should be version $($Ask['expect']) and says: $said" -Value $value
    }
    $value
}

Export-ModuleMember -Function Invoke-Dockerd
