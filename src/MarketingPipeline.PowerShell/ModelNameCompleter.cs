using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MarketingPipeline.Core.Modeling;

namespace MarketingPipeline.PowerShell;

/// <summary>Completes model names.</summary>
public sealed class ModelNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        ModelGraph.Load().Models
            .Where(model => ClientSelection.Matches(wordToComplete.Trim('\'', '"') + "*", model.Name))
            .Select(model => new CompletionResult(model.Name, model.Name, CompletionResultType.ParameterValue, model.Description));
}
