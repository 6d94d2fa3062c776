using MarketingPipeline.Core.Running;
using MarketingPipeline.Core.Workspaces;

namespace MarketingPipeline.PowerShell;

/// <summary>A client that was asked for.</summary>
/// <param name="Workspace">Its workspace.</param>
/// <param name="Client">The client.</param>
/// <param name="AsOf">The as-of date that came with it through the pipeline.</param>
/// <param name="IsPlanned">Whether the step before has only been planned (-WhatIf).</param>
public record ChosenClient(Workspace Workspace, Client Client, DateOnly? AsOf, bool IsPlanned);

/// <summary>A client that is being worked on, and where the work says what it has to say.</summary>
/// <param name="Chosen">The client.</param>
/// <param name="Pipeline">What is done with it.</param>
/// <param name="Streams">PowerShell's streams.</param>
/// <param name="Progress">How far the work is.</param>
public sealed record ClientWork(ChosenClient Chosen, ClientPipeline Pipeline, PipelineStreams Streams, IProgress<RunProgress> Progress)
{
    /// <summary>The client.</summary>
    public Client Client => Chosen.Client;

    /// <summary>The client's name.</summary>
    public string Name => Client.Name.Value;
}
