using Zetasql;
using Zetasql.OptionProtos;
using static Zetasql.LanguageFeature;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>GoogleSQL as BigQuery speaks it.</summary>
public static class ZetaSqlLanguage
{
    // In the language, not in BigQuery: left on, the engine would accept what BigQuery refuses.
    private static readonly HashSet<LanguageFeature> _absent =
    [
        FeatureTimestampNanos, FeatureExtendedTypes, FeatureExperimentalModules, FeatureAnonymizationCaseInsensitiveOptions,
        FeatureStratifiedReservoirTablesample, FeatureAllowLegacyRowAccessPolicySyntax,
        FeatureV11ArrayEquality, FeatureV12GroupByArray, FeatureV12GroupByStruct, FeatureV12GeneratedColumns,
        FeatureV13ArrayOrdering, FeatureV13ReplaceFields, FeatureV13FilterFields, FeatureV13WithGroupRows, FeatureV13UnnestAndFlattenArrays,
        FeatureV13InlineLambdaArgument, FeatureV13DmlReturning, FeatureV13AllowSlashPaths, FeatureV13ArrayGreatestLeast,
        FeatureV14ArrayAggregationFunctions, FeatureV14ArrayFindFunctions, FeatureV14StructPositionalAccessor,
        FeatureV14FirstAndLastN, FeatureV14NullifzeroZeroifnull, FeatureV14PiFunctions,
        FeatureTestIdeallyEnabledButInDevelopment, FeatureTestIdeallyDisabled, FeatureTestIdeallyDisabledAndInDevelopment,
    ];

    // In development in this version of the engine, and in BigQuery.
    private static readonly LanguageFeature[] _present = [FeatureIntervalType, FeatureAlterColumnSetDataType];

    /// <summary>Makes of all of the engine's features those of BigQuery.</summary>
    public static LanguageOptionsProto ForBigQuery(LanguageOptionsProto maximum)
    {
        var options = maximum.Clone();
        var features = options.EnabledLanguageFeatures.Where(feature => !_absent.Contains(feature)).Union(_present).ToArray();
        options.EnabledLanguageFeatures.Clear();
        options.EnabledLanguageFeatures.AddRange(features);
        options.ProductMode = ProductMode.ProductExternal;
        options.NameResolutionMode = NameResolutionMode.NameResolutionDefault;
        // None listed means that all are supported.
        options.SupportedStatementKinds.Clear();
        if (!options.ReservedKeywords.Contains("QUALIFY"))
        {
            options.ReservedKeywords.Add("QUALIFY");
        }

        return options;
    }

    /// <summary>What the analyzer records: BigQuery's time zone, locations of table names, columns that are read and no others.</summary>
    public static AnalyzerOptionsProto Analyzer(LanguageOptionsProto language) => new()
    {
        LanguageOptions = language,
        DefaultTimezone = "UTC",
        ErrorMessageMode = ErrorMessageMode.ErrorMessageOneLine,
        PruneUnusedColumns = true,
        ParseLocationRecordType = ParseLocationRecordType.ParseLocationRecordCodeSearch,
        PreserveColumnAliases = true,
    };
}
