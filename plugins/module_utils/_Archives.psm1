# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# How an archive becomes a folder.

#AnsibleRequires -PowerShell ._Answer
#AnsibleRequires -PowerShell ._Files
#AnsibleRequires -PowerShell ._FileSteps

Set-StrictMode -Version 2.0

$mostBytes = 2147483648

# Parts of a name that Windows would not take, or takes as another: what ends with a dot or a blank, a drive or a stream, a
# device.
$refused = '^\.{0,2}$|[\x00-\x1f<>:"|?*]|[. ]$|^(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)'

function Stop-OnEntry {
    param ([string]$Text)

    Stop-Verb -Type 'entry' -Text $Text
}

function Read-Entry {
    # The files of an archive: {path, entry}, after all names were read.
    param ([IO.Compression.ZipArchive]$Archive)

    $files = [Collections.Generic.List[object]]::new()
    $seen = [Collections.Generic.HashSet[string]]::new([StringComparer]::OrdinalIgnoreCase)
    foreach ($entry in $Archive.Entries) {
        $path = $entry.FullName.Replace('/', '\')
        $folder = $path.EndsWith('\')
        if ($folder) { $path = $path.Substring(0, $path.Length - 1) }
        foreach ($part in $path.Split('\')) {
            if ($part -match $refused) { Stop-OnEntry "The archive holds '$(Limit-Text $entry.FullName)', which is no name below a folder." }
        }
        if ($folder) { continue }
        if (-not $seen.Add($path)) { Stop-OnEntry "The archive holds '$(Limit-Text $entry.FullName)' twice." }
        $files.Add(@{ path = $path; entry = $entry })
    }
    , $files
}

function Find-Folder {
    # The one folder that holds a file of that name, as the beginning of paths.
    param ([object]$Files, [string]$Holding)

    $found = @(foreach ($file in $Files) {
            $place = $file['path'].LastIndexOf('\') + 1
            if ($file['path'].Substring($place) -eq $Holding) { $file['path'].Substring(0, $place) }
        })
    if ($found.Length -eq 0) { Stop-OnEntry "No folder of the archive holds $Holding." }
    if ($found.Length -gt 1) { Stop-OnEntry "$($found.Length) folders of the archive hold $Holding." }
    $found[0]
}

function Copy-Entry {
    # Unpacks one file; $Left bytes may be written. How many it were.
    param ([IO.Compression.ZipArchiveEntry]$Entry, [string]$Path, [long]$Left)

    $buffer = [byte[]]::new(1048576)
    $source, $written = $Entry.Open(), 0L
    try {
        $target = New-File $Path
        try {
            while (($count = $source.Read($buffer, 0, $buffer.Length)) -gt 0) {
                $written += $count
                if ($written -gt $Left) { Stop-OnEntry "The archive unpacks to more than $mostBytes bytes." }
                $target.Write($buffer, 0, $count)
            }
        }
        finally { $target.Dispose() }
    }
    finally { $source.Dispose() }
    $written
}

function Expand-Folder {
    # Unpacks what is below $Prefix into a new folder; the names that it has there.
    param ([object]$Files, [string]$Prefix, [string]$Folder)

    $chosen = @($Files | Where-Object { $_['path'].StartsWith($Prefix, [StringComparison]::OrdinalIgnoreCase) })
    $left, $claimed = $mostBytes, 0L
    foreach ($file in $chosen) { $claimed += $file['entry'].Length }
    if ($claimed -gt $left) { Stop-OnEntry "The archive unpacks to more than $mostBytes bytes." }
    $names = [Collections.Generic.List[object]]::new()
    $null = New-Item -ItemType Directory -Path $Folder -ErrorAction Stop
    foreach ($file in $chosen) {
        $name = $file['path'].Substring($Prefix.Length)
        $place = $name.LastIndexOf('\')
        if ($place -ge 0) { $null = New-Item -ItemType Directory -Path "$Folder\$($name.Substring(0, $place))" -Force -ErrorAction Stop }
        $left -= Copy-Entry $file['entry'] "$Folder\$name" $left
        $names.Add($name)
    }
    , $names
}

function Expand-Stream {
    # Unpacks an open archive to {files}.
    param ([IO.Stream]$Stream, [object]$Ask)

    # .NET Framework has it in an assembly that PowerShell does not load.
    $null = [Reflection.Assembly]::Load('System.IO.Compression, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
    $folder = [string]$Ask['folder']
    $archive = [IO.Compression.ZipArchive]::new($Stream)
    try {
        $files = Read-Entry $archive
        $prefix = Find-Folder $files ([string]$Ask['holding'])
        $null = Remove-Path "$folder.part"
        $names = Expand-Folder $files $prefix "$folder.part"
        $null = Remove-Path $folder
        Move-Item -LiteralPath "$folder.part" -Destination $folder -ErrorAction Stop
        @{ files = $names }
    }
    catch {
        Undo-Write "$folder.part"
        throw
    }
    finally { $archive.Dispose() }
}

function Expand-Engine {
    # The step: {archive, sha256, folder, holding} -> {files}.
    param ([object]$Ask)

    $null = Test-File ([string]$Ask['archive'])
    $file = Get-Item -LiteralPath ([string]$Ask['archive']) -Force -ErrorAction Stop
    # Nobody may write while it is open: what is unpacked is what was verified.
    $stream = $file.Open([IO.FileMode]::Open, [IO.FileAccess]::Read, [IO.FileShare]::Read)
    try {
        $digest = Get-Digest $stream
        if ($digest -ne $Ask['sha256']) { Stop-Verb -Type 'digest' -Text "The SHA-256 of $($Ask['archive']) is $digest and should be $($Ask['sha256'])." }
        $stream.Position = 0
        Expand-Stream $stream $Ask
    }
    finally { $stream.Dispose() }
}

Export-ModuleMember -Function Expand-Engine
