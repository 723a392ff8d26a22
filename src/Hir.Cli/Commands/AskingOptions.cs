using System.CommandLine;
using Hir.Cli.Display;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Prompts;
using Hir.Shared.Relabeling;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Commands;

/// <summary>How queries are asked and their outputs scored, for the commands that run a model over tasks.</summary>
internal static class AskingOptions
{
    public const string TemplateDescription = "how instruction and query become a prompt: auto (as the model's folder says), "
        + "a format's name, or a text with {instruction} and {query}";

    public static Option<string?> Instruction() => new("--instruction")
    {
        Description = $"the instruction to ask under (default: what --config asks for, else \"{Instructions.Default.Correct}\")",
    };

    /// <summary>The instruction that was given, else the one that a configuration asks for, in the words of its phi.</summary>
    public static string InstructionOf(ParseResult parsed, Option<string?> option, ScoringConfig config) =>
        parsed.GetValue(option) ?? RelabelCatalog.Asks(config.Relabel, config.Instructions.ToInstructions()).Wanted;

    public static Option<string> Template() => new("--template")
    {
        Description = TemplateDescription,
        DefaultValueFactory = _ => PromptResolution.Auto,
    };

    /// <summary>The template that was asked for, as it is for a model. Says which it is.</summary>
    public static PromptTemplate Resolve(string setting, ModelFolder model, Tokenizer tokenizer, Terminal terminal)
    {
        ResolvedPrompt prompt = PromptResolution.Resolve(setting, model.Path, tokenizer);
        terminal.Say($"prompt template: {prompt.Origin}");
        foreach (string warning in prompt.Warnings) terminal.Warn(warning);
        return prompt.Template;
    }
}
