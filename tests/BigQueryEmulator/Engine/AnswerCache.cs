using System.Collections.Concurrent;
using System.Security.Cryptography;
using Google.Protobuf;

namespace MarketingPipeline.BigQueryEmulator.Engine;

/// <summary>
/// Answers about statements alone, which are always the same: a statement is parsed and typed for its dry run, for its run
/// and for its evaluation, and each time is a good part of what a small statement takes.
/// </summary>
internal sealed class AnswerCache
{
    private const int Most = 300;

    private readonly ConcurrentDictionary<string, IMessage> _answers = new(StringComparer.Ordinal);

    /// <summary>The answer kept, else the one that the engine gives now. An error is never kept.</summary>
    public async Task<T> GetAsync<T>(IMessage request, Func<Task<T>> ask)
        where T : class, IMessage
    {
        var key = typeof(T).Name + Convert.ToHexString(SHA256.HashData(request.ToByteArray()));
        if (_answers.TryGetValue(key, out var known))
        {
            return (T)known;
        }

        var answer = await ask();
        if (_answers.Count >= Most)
        {
            _answers.Clear();
        }

        _answers[key] = answer;
        return answer;
    }
}
