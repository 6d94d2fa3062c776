using MarketingPipeline.Host;

return CommandLine.Parse(args) switch
{
    { Problem: { } problem } => Usage.Refuse(problem),
    { Help: true } => Usage.Show(),
    var command => new Session(command).Run(),
};
