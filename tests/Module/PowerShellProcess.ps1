# Starts this PowerShell again, with the arguments given. Dot-sourced by build.ps1 and the tests.
# As a tool of the .NET SDK, PowerShell is a library that dotnet starts; installed, it is a program.
function Invoke-PowerShellProcess {
    $own = [Environment]::ProcessPath
    [string[]] $library = if ((Split-Path $own -LeafBase) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' }
    & $own @library -NoLogo -NoProfile -NonInteractive @args
}
