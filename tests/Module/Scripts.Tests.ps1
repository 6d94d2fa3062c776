# Every script of the repository is one.

BeforeDiscovery {
    $repository = (Get-Item (Join-Path $PSScriptRoot '..' '..')).FullName
    $folders = 'demo', 'module', 'tests' | ForEach-Object { Join-Path $repository $_ }
    $scripts = @(Get-Item (Join-Path $repository '*.ps1')) + @(Get-ChildItem $folders -Filter *.ps1 -Recurse) |
        Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]' |
        ForEach-Object { @{ Path = $_.FullName; Name = [System.IO.Path]::GetRelativePath($repository, $_.FullName) } }
}

Describe 'The script <Name>' -ForEach $scripts {
    It 'can be parsed' {
        $errors = $null
        $null = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $errors)

        $errors | Should -BeNullOrEmpty
    }
}
