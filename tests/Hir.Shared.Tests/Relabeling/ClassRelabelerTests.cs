using Hir.Shared.Relabeling;
using Hir.Shared.Relabeling.Classes;
using Hir.Shared.Shards;
using Hir.Testing;

namespace Hir.Shared.Tests.Relabeling;

public sealed class ClassRelabelerTests
{
    private static readonly string Here = typeof(ClassRelabelerTests).Assembly.Location;

    [Fact]
    public void Create_ClassOfAnAssembly_RunsWithTheInstructions()
    {
        IRelabeler relabeler = ClassRelabeler.Create(new() { Assembly = Here, Type = typeof(UsersRelabeler).FullName! }, ScoredRows.Words);

        // Loaded for itself: not the class that this test sees.
        Assert.False(relabeler is UsersRelabeler);
        Assert.Equal(new Relabel("right please, briefly", null, true), Assert.Single(relabeler.Relabel([ScoredRows.Row(1)])));
        Assert.Equal((3, "as asked"), (relabeler.Window, relabeler.Asks!.Wanted));
    }

    [Theory]
    [InlineData("Hir.Shared.Tests.Relabeling.UsersRelabelr", "class \"Hir.Shared.Tests.Relabeling.UsersRelabelr\" is not known", "Did you mean")]
    [InlineData("Hir.Shared.Tests.Relabeling.ClassRelabelerTests", "is no class that implements", "UsersRelabeler")]
    [InlineData("Hir.Shared.Tests.Relabeling.PickyRelabeler", "no public constructor", "add one of them")]
    [InlineData("Hir.Shared.Tests.Relabeling.BrokenRelabeler", "constructor of", "no luck")]
    public void Create_ClassThatCannotBeMade_SaysWhy(string type, string first, string second)
    {
        InputException e = Assert.Throws<InputException>(() => ClassRelabeler.Create(new() { Assembly = Here, Type = type }, ScoredRows.Words));
        Assert.Contains(first, e.Message, StringComparison.Ordinal);
        Assert.Contains(second, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NoAssembly_NamesTheFile()
    {
        using TempFolder temp = new();
        File.WriteAllText(temp.File("text.dll"), "not an assembly");

        Assert.Contains(
            "relabel.class.assembly: there is no file nowhere.dll",
            Assert.Throws<InputException>(() => ClassRelabeler.Create(new() { Assembly = "nowhere.dll", Type = "X" }, ScoredRows.Words)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            temp.File("text.dll"),
            Assert.Throws<InputException>(() => ClassRelabeler.Create(new() { Assembly = temp.File("text.dll"), Type = "X" }, ScoredRows.Words)).Message,
            StringComparison.Ordinal);
    }
}

/// <summary>As a user would write it.</summary>
public sealed class UsersRelabeler(Instructions instructions) : IRelabeler
{
    /// <inheritdoc/>
    public int Window => 3;

    /// <inheritdoc/>
    public AskedInstructions? Asks => new("as asked", null, []);

    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) =>
        [.. rows.Select(_ => new Relabel(instructions.Correct + ", briefly", null, true))];
}

/// <summary>Has no constructor that can be called.</summary>
public sealed class PickyRelabeler(int number) : IRelabeler
{
    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) => [.. rows.Take(number).Select(_ => Shared.Relabeling.Relabel.LeftOut)];
}

/// <summary>Has a constructor that fails.</summary>
public sealed class BrokenRelabeler : IRelabeler
{
    /// <summary>Fails.</summary>
    public BrokenRelabeler() => throw new InvalidOperationException("no luck");

    /// <inheritdoc/>
    public IReadOnlyList<Relabel> Relabel(IReadOnlyList<ShardRow> rows) => [];
}
