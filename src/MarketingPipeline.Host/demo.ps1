param([string] $Root)
$Host.UI.WriteLine("demo in $Root")
