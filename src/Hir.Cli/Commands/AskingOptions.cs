using System.CommandLine;
using Hir.Shared.Feedback;
using Hir.Shared.Relabeling;
using Hir.Shared.Tasks;

namespace Hir.Cli.Commands;

/// <summary>How queries are asked and their outputs scored, for the commands that run a model over tasks.</summary>
internal static class AskingOptions
{
    public static Option<string> Instruction() => new("--instruction")
    {
        Description = "the instruction to ask under",
        DefaultValueFactory = _ => Instructions.Default.Correct,
    };

    public static Option<string> Template() => new("--template")
    {
        Description = "how instruction and query become a prompt",
        DefaultValueFactory = _ => PromptTemplate.DefaultText,
    };

    public static Option<string> Feedback(string description) => new("--feedback")
    {
        Description = description,
        DefaultValueFactory = _ => ExactMatchFeedback.Name,
    };
}
