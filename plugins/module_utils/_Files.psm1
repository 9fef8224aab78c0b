# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What is at a path, and what is in it.

#AnsibleRequires -PowerShell ._Answer

Set-StrictMode -Version 2.0

# Not there: by type, since Windows localises the texts.
$absent = [System.Management.Automation.ItemNotFoundException], [System.Management.Automation.DriveNotFoundException]

function Import-ItemCommand {
    # Where Windows' commands come from a module (tests/simulator), its Get-Item is in force once one of them has been named;
    # on Windows this loads what the other looks need as well.
    $null = Get-Command -Name Get-CimInstance -ErrorAction Ignore
}

function Find-Item {
    # The file, folder or key at a path, null where there is none; throws where the path cannot be read. Files are reached by
    # the object that this gives and by commands, never by .NET's classes with a path: those a simulator cannot stand in for.
    param ([string]$Path)

    Import-ItemCommand
    try { Get-Item -LiteralPath $Path -Force -ErrorAction Stop }
    catch { if ($absent -notcontains $_.Exception.GetType()) { throw } }
}

function Open-File {
    # To read, whoever else has it open.
    param ([object]$File)

    $File.Open([IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]'ReadWrite, Delete')
}

function Get-Digest {
    # The SHA-256 of a stream from here on. The class is the one that works under FIPS 140 as well.
    param ([IO.Stream]$Stream)

    $hash = [Security.Cryptography.SHA256CryptoServiceProvider]::new()
    try { [BitConverter]::ToString($hash.ComputeHash($Stream)).Replace('-', '').ToLowerInvariant() }
    finally { $hash.Dispose() }
}

function Get-FileDigest {
    param ([object]$File)

    $stream = Open-File $File
    try { Get-Digest $stream }
    finally { $stream.Dispose() }
}

function Add-FileFact {
    # What the look is to say of a path; a text of a program's version that is not there is null or empty.
    param ([hashtable]$Row, [object]$Ask, [object]$Item)

    $Row['directory'] = [bool]$Item.PSIsContainer
    if (-not $Item.PSIsContainer) {
        $Row['Length'] = [long]$Item.Length
        if ($Ask['digests']) { $Row['SHA256'] = Get-FileDigest $Item }
        if ($Ask['versions']) {
            $about = $Item.VersionInfo
            foreach ($name in 'FileVersion', 'ProductVersion') { if ($about.$name) { $Row[$name] = [string]$about.$name } }
        }
    }
    $Row['exists'] = $true
}

function Get-FileLook {
    # {paths, versions, digests} -> [{path, exists, directory, Length, error, FileVersion, ProductVersion, SHA256}]; all but
    # path and error are null where the path cannot be read.
    param ([object]$Ask)

    $rows = [Collections.Generic.List[object]]::new()
    foreach ($path in $Ask['paths']) {
        $row = @{ path = [string]$path; exists = $false; directory = $false; Length = $null; error = $null }
        if ($Ask['versions']) { $row['FileVersion'] = $row['ProductVersion'] = $null }
        if ($Ask['digests']) { $row['SHA256'] = $null }
        try {
            $item = Find-Item ([string]$path)
            if ($null -ne $item) { Add-FileFact $row $Ask $item }
        }
        catch {
            # A UNC path without delegation, characters that no path has, \\?\: 5.1 throws for each of them.
            foreach ($name in @($row.Keys)) { if ($name -ne 'path') { $row[$name] = $null } }
            $row['error'] = (ConvertTo-Failure $_.Exception)['error']
        }
        $rows.Add($row)
    }
    , $rows
}

function Get-TextLook {
    # {path, most} -> {exists, Length, content: base64, null where it is not there or longer than $most bytes}.
    param ([object]$Ask)

    $path = [string]$Ask['path']
    $most = 1048576
    if ($null -ne $Ask['most']) { $most = [int]$Ask['most'] }
    $item = Find-Item $path
    if ($null -eq $item) { return @{ exists = $false; Length = $null; content = $null } }
    if ($item.PSIsContainer) { throw [UnauthorizedAccessException]::new("Access to the path '$path' is denied.") }
    $stream = Open-File $item
    try {
        $answer = @{ exists = $true; Length = $stream.Length; content = $null }
        if ($stream.Length -le $most) {
            $content = [IO.MemoryStream]::new()
            $stream.CopyTo($content)
            $answer['content'] = [Convert]::ToBase64String($content.ToArray())
        }
        $answer
    }
    finally { $stream.Dispose() }
}

Export-ModuleMember -Function Import-ItemCommand, Find-Item, Open-File, Get-Digest, Get-FileDigest, Get-FileLook, Get-TextLook
