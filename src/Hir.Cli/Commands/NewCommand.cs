using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Learner.Models;
using Hir.Shared;
using Hir.Shared.Handoff;
using Hir.Shared.JsonLines;
using Hir.Shared.Tokenization.Training;
using Hir.Shared.Weights.Initialization;

namespace Hir.Cli.Commands;

/// <summary>`hir new`: an untrained checkpoint with a tokenizer of its own, such as the shipped base model began as.</summary>
internal static class NewCommand
{
    private static readonly Option<string> Config = new("--config")
    {
        Description = "a Hugging Face config.json of a T5; vocab_size is set to the tokenizer's",
        Required = true,
    };
    private static readonly Option<string> Texts = new("--texts")
    {
        Description = "JSONL; the tokenizer is trained on the `prompt`, `output` and `text` of its lines",
        Required = true,
    };
    private static readonly Option<int> Vocabulary = new("--vocabulary")
    {
        Description = "tokens of the tokenizer at most",
        DefaultValueFactory = _ => 500,
    };
    private static readonly Option<string> Start = new("--start")
    {
        Description = "what attention begins with: published (random), or lookup (equal tokens and neighbors attend to each other)",
        DefaultValueFactory = _ => "published",
    };
    private static readonly Option<string> Out = new("--out") { Description = "the checkpoint folder to write", Required = true };

    public static Command Create()
    {
        var command = new Command("new", """
            Makes an untrained model: random weights of a given shape, and a Unigram tokenizer trained on given texts.

            Example: hir new --config data/base-config.json --texts pairs.jsonl --vocabulary 300 --out untrained
            """) { Config, Texts, Vocabulary, Start, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        AttentionStart start = parsed.GetValue(Start) switch
        {
            "published" => AttentionStart.Published,
            "lookup" => AttentionStart.Lookup,
            string other => throw new InputException($"--start {other}: no such start; give published or lookup"),
            null => AttentionStart.Published,
        };
        JsonObject config = ReadConfig(parsed.GetValue(Config)!);
        IReadOnlyList<string[]> texts = JsonLinesFile.Read(parsed.GetValue(Texts)!, line =>
            new[] { line.Text("prompt"), line.Text("output"), line.Text("text") }.OfType<string>().ToArray() is { Length: > 0 } found
                ? found
                : throw new LineException("has none of \"prompt\", \"output\", \"text\"; add one"));
        UnigramVocabulary vocabulary = UnigramTrainer.Train(
            texts.SelectMany(t => t), new UnigramTrainerOptions { VocabularySize = parsed.GetValue(Vocabulary) });
        int tokens = UnigramVocabulary.SpecialTokens.Count + vocabulary.Pieces.Count;
        config["vocab_size"] = tokens;

        string working = Directory.CreateTempSubdirectory("hir-new-").FullName;
        try
        {
            vocabulary.WriteTo(working);
            string path = parsed.GetValue(Out)!;
            NewCheckpoint.Write(
                path, config.ToJsonString(Json.Indented) + "\n", CommonOptions.SeedOf(parsed), start, [Path.Combine(working, "tokenizer.json")]);
            long bytes = new FileInfo(ModelFolder.Open(path).WeightsPath).Length;
            terminal.Result($"{path}: {tokens} tokens, {bytes / 4:N0} parameters");
            terminal.ResultJson(new JsonObject { ["out"] = path, ["vocabulary"] = tokens, ["bytes"] = bytes });
        }
        finally
        {
            Directory.Delete(working, recursive: true);
        }

        return ExitCode.Done;
    }

    private static JsonObject ReadConfig(string path)
    {
        try
        {
            return BoundedJson.ParseNode(BoundedJson.ReadBytes(path, BoundedJson.LongestRecord)) as JsonObject
                ?? throw new JsonException("not an object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"{path}: not a model's configuration ({e.Message}); give a Hugging Face config.json", e);
        }
    }
}
