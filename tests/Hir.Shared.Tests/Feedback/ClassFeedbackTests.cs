using System.Runtime.Loader;
using Hir.Shared.Feedback;
using Hir.Shared.Feedback.Classes;

namespace Hir.Shared.Tests.Feedback;

/// <summary>The user's assembly is this one, loaded a second time from its file.</summary>
public sealed class ClassFeedbackTests
{
    private static readonly string ThisAssembly = typeof(ClassFeedbackTests).Assembly.Location;

    [Fact]
    public void Create_ClassOfAnAssembly_ScoresFromAContextOfItsOwn()
    {
        IFeedback feedback = ClassFeedback.Create(new() { Assembly = ThisAssembly, Type = typeof(PlainFeedback).FullName! });
        Assert.Equal(6, Scored.By(feedback, "anchor").Score);
        Assert.NotSame(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(feedback.GetType().Assembly));
        Assert.IsNotType<PlainFeedback>(feedback);
    }

    [Fact]
    public void Create_ConstructorTakesSettings_GetsThem()
    {
        ClassSection section = new() { Assembly = ThisAssembly, Type = typeof(SettingsFeedback).FullName! };
        Assert.Equal(0, Scored.By(ClassFeedback.Create(section), "anchor").Score);
        section.Settings = new Dictionary<string, string> { ["score"] = "0.25" };
        Assert.Equal(0.25, Scored.By(ClassFeedback.Create(section), "anchor").Score);
    }

    [Theory]
    [InlineData("Hir.Shared.Tests.Feedback.PlainFeedbak", "Did you mean \"Hir.Shared.Tests.Feedback.PlainFeedback\"?")]
    [InlineData("Hir.Shared.Tests.Feedback.ClassFeedbackTests", "implements Hir.Shared.Feedback.IFeedback")]
    [InlineData("Hir.Shared.Tests.Feedback.AbstractFeedback", "can be made")]
    [InlineData("Hir.Shared.Tests.Feedback.NeedyFeedback", "constructor without parameters")]
    [InlineData("Hir.Shared.Tests.Feedback.ThrowingFeedback", "the model is missing")]
    public void Create_ClassOfNoUse_SaysWhy(string type, string expected) => Assert.Contains(
        expected, Assert.Throws<InputException>(() => ClassFeedback.Create(new() { Assembly = ThisAssembly, Type = type })).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_SettingsThatNothingTakes_AreRefused() => Assert.Contains(
        "leave the settings out",
        Assert.Throws<InputException>(() => ClassFeedback.Create(new()
        {
            Assembly = ThisAssembly, Type = typeof(PlainFeedback).FullName!, Settings = new Dictionary<string, string> { ["a"] = "b" },
        })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Create_NoSuchAssembly_NamesTheFile()
    {
        Assert.Contains("/nowhere/My.dll", Refusal("/nowhere/My.dll"), StringComparison.Ordinal);
        Assert.Contains("cannot be loaded", Refusal(Path.ChangeExtension(ThisAssembly, ".deps.json")), StringComparison.Ordinal);

        static string Refusal(string path) =>
            Assert.Throws<InputException>(() => ClassFeedback.Create(new() { Assembly = path, Type = "T" })).Message;
    }
}

public sealed class PlainFeedback : IFeedback
{
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<FeedbackResult>>([.. requests.Select(r => FeedbackResult.Ok(r.Output.Length))]);
}

public sealed class SettingsFeedback(IReadOnlyDictionary<string, string> settings) : IFeedback
{
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken)
    {
        double score = double.Parse(settings.GetValueOrDefault("score", "0"), System.Globalization.CultureInfo.InvariantCulture);
        return ValueTask.FromResult<IReadOnlyList<FeedbackResult>>([.. requests.Select(_ => FeedbackResult.Ok(score))]);
    }
}

public abstract class AbstractFeedback : IFeedback
{
    public abstract ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken);
}

public sealed class NeedyFeedback(int threshold) : IFeedback
{
    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"{threshold}");
}

public sealed class ThrowingFeedback : IFeedback
{
    public ThrowingFeedback() => throw new FileNotFoundException("the model is missing");

    public ValueTask<IReadOnlyList<FeedbackResult>> ScoreAsync(IReadOnlyList<FeedbackRequest> requests, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
