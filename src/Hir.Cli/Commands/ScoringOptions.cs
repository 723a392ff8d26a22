using System.CommandLine;
using System.Text.Json;
using Hir.Cli.Running;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Feedback;
using Hir.Shared.Tasks;

namespace Hir.Cli.Commands;

/// <summary>How a command that scores outputs is told of the feedback function: by name, with settings in a file or beside it.</summary>
internal sealed class ScoringOptions
{
    private const string None = "none";
    private const string KindKey = "feedback.kind";

    private readonly Option<string?> _config = new("--config")
    {
        Description = "YAML with a section feedback, such as a run's configuration (docs/feedback.md)",
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "a setting laid over it, such as --set feedback.numeric.tolerance=0.5; can be repeated",
    };
    private readonly Option<string?> _kind;

    private readonly bool _allowsNone;

    public ScoringOptions(string description, bool allowsNone = false)
    {
        _kind = new Option<string?>("--feedback") { Description = description };
        _allowsNone = allowsNone;
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_kind);
        command.Options.Add(_config);
        command.Options.Add(_set);
    }

    /// <summary>Whether a feedback function was asked for in any of the ways.</summary>
    public bool WasGiven(ParseResult parsed) => parsed.GetValue(_kind) is not null || Source(parsed).TextAt(KindKey) is not null;

    /// <summary>Whether it was said that there shall be none.</summary>
    public bool IsNone(ParseResult parsed) => _allowsNone && parsed.GetValue(_kind) == None;

    /// <summary>The configuration, resolved; all that is wrong with it is said at once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">Options that are short for a setting that is a text.</param>
    public ScoringConfig Read(ParseResult parsed, params (Option<string?> Option, string Key)[] settings)
    {
        ConfigSource source = Source(parsed);
        foreach ((Option<string?> option, string key) in settings)
        {
            if (parsed.GetValue(option) is { } text) source.Set(key, JsonSerializer.Serialize(text), option.Name);
        }

        if (parsed.GetValue(_kind) is { } kind && !IsNone(parsed)) source.Set(KindKey, kind, _kind.Name);
        ScoringConfig config = ConfigBinder.Bind<ScoringConfig>(source);
        FeedbackSection feedback = config.Feedback.Resolve(source);
        return config with { Feedback = feedback, Relabel = config.Relabel.Resolve(source, feedback) };
    }

    /// <summary>The feedback function over tasks, checked before any work starts; to be disposed.</summary>
    public static IFeedbackPool Create(FeedbackSection section, IEnumerable<TaskSet> tasks, ParseResult parsed)
    {
        InputException.ThrowIfAny(FeedbackCheck.Problems(section, tasks));
        return FeedbackFactory.Create(section, CommonOptions.DeviceOf(parsed), CommonOptions.ThreadsOf(parsed));
    }

    private ConfigSource Source(ParseResult parsed)
    {
        ConfigSource source = parsed.GetValue(_config) is { } file
            ? ConfigSource.Load(file).Only<ScoringConfig, RunConfig>()
            : ConfigSource.Empty(Environment.CurrentDirectory);
        foreach (string assignment in parsed.GetValue(_set) ?? []) source.Set(assignment);
        return source;
    }
}
