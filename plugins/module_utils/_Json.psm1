# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Reads fields out of the engine's JSON texts.

Set-StrictMode -Version 2.0

function ConvertFrom-JsonText {
    # The text as an XML document with the root 'root'; the elements of a list are called 'item'. Not ConvertFrom-Json: that
    # refuses texts over 2 MB and keys that differ in case only (labels may), and turns texts into dates.
    param ([string]$Text)

    $null = [Reflection.Assembly]::Load('System.Runtime.Serialization, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089')
    $bytes = [Text.Encoding]::UTF8.GetBytes($Text)
    $quotas = [Xml.XmlDictionaryReaderQuotas]::new()
    [Xml.XmlDictionaryReaderQuotas]::Max.CopyTo($quotas)
    # XmlNode.InnerText calls itself for each level: a text of brackets alone would end the process.
    $quotas.MaxDepth = 200
    $document = [Xml.XmlDocument]::new()
    $document.Load([Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, $quotas))
    , $document
}

function Select-JsonField {
    # The field 'State.Running' of each object in the list (or of the one object) that a document of ConvertFrom-JsonText
    # is, as texts: booleans 'true' and 'false'; null and what is not there are the empty text.
    param ([Xml.XmlDocument]$Document, [string]$Field)

    $steps = $Field -replace '\.', '/'
    $values = [Collections.Generic.List[string]]::new()
    $objects = '/root'
    if ($Document.DocumentElement.GetAttribute('type') -eq 'array') { $objects = '/*/item' }
    foreach ($object in $Document.SelectNodes($objects)) {
        $node = $object.SelectSingleNode($steps)
        if ($null -eq $node) { $values.Add('') } else { $values.Add($node.InnerText) }
    }
    , $values
}

function Get-JsonField {
    # The same of a text.
    param ([string]$Text, [string]$Field)

    , (Select-JsonField (ConvertFrom-JsonText $Text) $Field)
}

Export-ModuleMember -Function ConvertFrom-JsonText, Select-JsonField, Get-JsonField
