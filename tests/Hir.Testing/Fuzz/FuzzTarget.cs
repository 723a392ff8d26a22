namespace Hir.Testing.Fuzz;

/// <summary>A reader under attack: where its inputs come from, how one is read, and what may happen then.</summary>
public sealed class FuzzTarget
{
    /// <summary>The reader's name, which reports and the table in docs/reliability.md give.</summary>
    public required string Reader { get; init; }

    /// <summary>Real files; inputs are made of them.</summary>
    public required IReadOnlyList<byte[]> Seeds { get; init; }

    /// <summary>How inputs are made: <see cref="Mutations"/>.</summary>
    public required IReadOnlyList<Mutation> Mutations { get; init; }

    /// <summary>
    /// Reads one input to its end. It returns, or throws an error that <see cref="IsClear"/> knows; all else is a finding.
    /// </summary>
    public required Action<byte[]> Read { get; init; }

    /// <summary>Whether an exception is the reader's own word for a bad file.</summary>
    public required Func<Exception, bool> IsClear { get; init; }

    /// <summary>How many bytes may be allocated for each byte of the input, in all, not at once.</summary>
    public double MostTimes { get; init; } = 32;

    /// <summary>How many bytes may be allocated whatever the input's length.</summary>
    public long MostBytes { get; init; } = 4 << 20;

    /// <summary>Reads as many inputs as <see cref="FuzzSettings"/> says.</summary>
    /// <exception cref="Xunit.Sdk.XunitException">
    /// Something else than a read or a clear error happened: what, and how to see it again.
    /// </exception>
    public void Run() => new FuzzRun(this).Run();
}
