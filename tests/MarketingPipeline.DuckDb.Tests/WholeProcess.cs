using System.Runtime.InteropServices;

namespace MarketingPipeline.DuckDb.Tests;

/// <summary>Tests that change what the whole process may do: while one of them runs, no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcess
{
    public const string Name = "whole process";
    public const string Unix = "Unix has limits and users that a process can take on for a while.";

    /// <summary>Stands in for a full disk: until disposed, no file of this process can grow beyond so many bytes.</summary>
    public static IDisposable FilesUpTo(long bytes)
    {
        const int FileSize = 1;
        const int ExceededSignal = 25;

        // Else the system would end the process; ignored, the write fails as on a full disk.
        Native.Signal(ExceededSignal, handler: 1);
        var before = default(Native.Limit);
        Check(Native.GetLimit(FileSize, ref before));
        var limit = before with { Current = (nuint)bytes };
        Check(Native.SetLimit(FileSize, ref limit));
        return new Undo(() => Check(Native.SetLimit(FileSize, ref before)));
    }

    /// <summary>Until disposed, this process has no more rights than any user: root may write where nobody may.</summary>
    public static IDisposable WithoutRoot()
    {
        const uint Nobody = 65534;
        if (Native.EffectiveUser() != 0)
        {
            return new Undo(() => { });
        }

        Check(Native.SetEffectiveUser(Nobody));
        return new Undo(() => Check(Native.SetEffectiveUser(0)));
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"The system refused: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "signal")]
        public static extern nint Signal(int signal, nint handler);

        [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
        public static extern int GetLimit(int resource, ref Limit limit);

        [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
        public static extern int SetLimit(int resource, ref Limit limit);

        [DllImport("libc", EntryPoint = "geteuid")]
        public static extern uint EffectiveUser();

        [DllImport("libc", EntryPoint = "seteuid", SetLastError = true)]
        public static extern int SetEffectiveUser(uint user);

        public record struct Limit(nuint Current, nuint Maximum);
    }
}
