# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is done to files and folders.

#AnsibleRequires -PowerShell ._Files

Set-StrictMode -Version 2.0

function Remove-Path {
    # Whether there was something to remove.
    param ([string]$Path)

    $there = $null -ne (Find-Item $Path)
    if ($there) { Remove-Item -LiteralPath $Path -Recurse -Force -ErrorAction Stop }
    $there
}

function Undo-Write {
    # Takes away what was begun, for a failure that is to be told; one more would hide it.
    param ([string]$Path)

    try { $null = Remove-Path $Path }
    catch { return }
}

function New-File {
    # An empty file, opened to write.
    param ([string]$Path)

    $file = New-Item -ItemType File -Path $Path -ErrorAction Stop
    $file.Open([IO.FileMode]::Open, [IO.FileAccess]::Write, [IO.FileShare]::None)
}

function Test-File {
    # Whether a file is there; what is done to files is refused to a folder.
    param ([string]$Path)

    $item = Find-Item $Path
    if ($null -ne $item -and $item.PSIsContainer) { throw [UnauthorizedAccessException]::new("Access to the path '$Path' is denied.") }
    $null -ne $item
}

function Write-File {
    # {path, content, backup} -> {written, backed_up}.
    param ([object]$Ask)

    $path, $part = [string]$Ask['path'], "$($Ask['path']).part"
    $there = Test-File $path
    $null = Remove-Path $part
    $content = [Convert]::FromBase64String([string]$Ask['content'])
    try {
        $stream = New-File $part
        try {
            $stream.Write($content, 0, $content.Length)
            $stream.Flush($true)
        }
        finally { $stream.Dispose() }
        $backup = [NullString]::Value
        if ($Ask['backup']) { $backup = [string]$Ask['backup'] }
        # Replace keeps who may read the file, and what is there is whole at any time.
        if ($there) { $null = (Find-Item $part).Replace($path, $backup) }
        else { Move-Item -LiteralPath $part -Destination $path -ErrorAction Stop }
    }
    catch {
        Undo-Write $part
        throw
    }
    @{ written = $true; backed_up = $there -and [bool]$Ask['backup'] }
}

function Remove-File {
    param ([object]$Ask)

    $there = Test-File ([string]$Ask['path'])
    if ($there) { $null = Remove-Path ([string]$Ask['path']) }
    @{ removed = $there }
}

function Move-File {
    # {path, to, maybe} -> {moved}; with maybe, what is not there is not moved.
    param ([object]$Ask)

    $there, $null = (Test-File ([string]$Ask['path'])), (Test-File ([string]$Ask['to']))
    if (-not $there -and $Ask['maybe']) { return @{ moved = $false } }
    Move-Item -LiteralPath ([string]$Ask['path']) -Destination ([string]$Ask['to']) -Force -ErrorAction Stop
    @{ moved = $true }
}

function Copy-File {
    param ([object]$Ask)

    $null = (Test-File ([string]$Ask['path'])), (Test-File ([string]$Ask['to']))
    Copy-Item -LiteralPath ([string]$Ask['path']) -Destination ([string]$Ask['to']) -Force -ErrorAction Stop
    @{ copied = $true }
}

function New-Folder {
    param ([object]$Ask)

    $path = [string]$Ask['path']
    $item = Find-Item $path
    if ($null -ne $item -and $item.PSIsContainer) { return @{ made = $false } }
    $null = New-Item -ItemType Directory -Path $path -ErrorAction Stop
    @{ made = $true }
}

function Remove-Folder {
    param ([object]$Ask)

    @{ removed = Remove-Path ([string]$Ask['path']) }
}

# ERROR_ALREADY_EXISTS. Move-Item would move the folder into one that is there.
$exists = [int]0x800700b7

function Move-Folder {
    param ([object]$Ask)

    if ($null -ne (Find-Item ([string]$Ask['to']))) { throw [IO.IOException]::new("There is something at $($Ask['to']) already.", $exists) }
    Move-Item -LiteralPath ([string]$Ask['path']) -Destination ([string]$Ask['to']) -ErrorAction Stop
    @{ moved = $true }
}

$files = @{ write = 'Write-File'; remove = 'Remove-File'; move = 'Move-File'; copy = 'Copy-File' }
$folders = @{ create = 'New-Folder'; remove = 'Remove-Folder'; move = 'Move-Folder' }

function Invoke-FileStep {
    # The step: {do: write, remove, move, copy, path, to, content, backup}.
    param ([object]$Ask)

    if (-not $files.ContainsKey([string]$Ask['do'])) { throw [ArgumentException]::new("To '$($Ask['do'])' a file is not possible.") }
    & $files[[string]$Ask['do']] $Ask
}

function Invoke-FolderStep {
    # The step: {do: create, remove, move, path, to}.
    param ([object]$Ask)

    if (-not $folders.ContainsKey([string]$Ask['do'])) { throw [ArgumentException]::new("To '$($Ask['do'])' a folder is not possible.") }
    & $folders[[string]$Ask['do']] $Ask
}

Export-ModuleMember -Function Remove-Path, Undo-Write, New-File, Test-File, Invoke-FileStep, Invoke-FolderStep
