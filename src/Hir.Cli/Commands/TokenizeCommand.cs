using System.CommandLine;
using System.Text.Json.Nodes;
using Hir.Cli.Display;
using Hir.Shared.JsonLines;
using Hir.Shared.Tokenization;

namespace Hir.Cli.Commands;

/// <summary>`hir tokenize`: the ids of each text, and the text that they decode to.</summary>
internal static class TokenizeCommand
{
    private static readonly Option<string> Model = new("--model")
    {
        Description = "a folder with tokenizer.json, spiece.model or tokenizer.model",
        Required = true,
    };
    private static readonly Option<string> Texts = new("--texts") { Description = "JSONL with `text` in each line", Required = true };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "the JSONL file to write: the input's fields with `ids` and `decoded`",
        Required = true,
    };

    public static Command Create()
    {
        var command = new Command("tokenize", """
            Turns texts into token ids, and the ids back into text.

            Example: hir tokenize --model data/base --texts texts.jsonl --out ids.jsonl
            """) { Model, Texts, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using Terminal terminal = CommonOptions.Terminal(parsed);
        Tokenizer tokenizer = Tokenizer.Load(parsed.GetValue(Model)!);
        IReadOnlyList<(JsonObject Line, string Text)> texts = JsonLinesFile.Read(parsed.GetValue(Texts)!, line =>
            (line, line.Text("text") ?? throw new LineException("has no \"text\"; add it")));
        string path = parsed.GetValue(Out)!;
        long tokens = 0;
        JsonLinesFile.Write(path, texts.Select(t =>
        {
            int[] ids = tokenizer.Encode(t.Text);
            tokens += ids.Length;
            t.Line["ids"] = JsonLists.Of(ids);
            t.Line["decoded"] = tokenizer.Decode(ids);
            return t.Line;
        }));
        terminal.Result($"{texts.Count} texts, {tokens} tokens: {path}");
        terminal.ResultJson(new JsonObject { ["out"] = path, ["texts"] = texts.Count, ["tokens"] = tokens });
        return ExitCode.Done;
    }
}
