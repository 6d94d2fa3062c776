using MarketingPipeline.BigQueryEmulator.Engine;

namespace MarketingPipeline.BigQueryEmulator.Statements;

/// <summary>What every kind of statement is run with.</summary>
public sealed record StatementServices(SqlEngine Engine, StatementBinder Binder, QueryEvaluator Evaluator);
