using System.Text.Json;
using Hir.Shared.Tokenization.AddedTokens;
using Hir.Shared.Tokenization.Decoders;
using Hir.Shared.Tokenization.Json;
using Hir.Shared.Tokenization.Models;
using Hir.Shared.Tokenization.Normalizers;
using Hir.Shared.Tokenization.PostProcessors;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization;

/// <summary>
/// Reads tokenizer.json as Hugging Face's tokenizers library writes it. Its keys truncation and padding are left aside, since they are
/// settings of a call and not of the vocabulary.
/// </summary>
internal static class TokenizerJson
{
    public const string FileName = "tokenizer.json";

    public static TokenizerParts Read(string path)
    {
        using JsonDocument document = JsonObjectFile.Open(path, TokenizerFile.SizeLimit);
        List<string> problems = [];
        JsonAt root = new(path, document.RootElement, problems);
        IReadOnlyList<AddedToken> added = AddedTokenReader.Read(root["added_tokens"]);
        INormalizer normalizer = NormalizerReader.Read(root["normalizer"]);
        IPreTokenizer preTokenizer = PreTokenizerReader.Read(root["pre_tokenizer"]);
        TemplatePostProcessor postProcessor = PostProcessorReader.Read(root["post_processor"]);
        IDecoder decoder = DecoderReader.Read(root["decoder"]);
        ITokenModel? model = null;
        if (root["model"].IsNull) root["model"].Problem("is missing");
        else model = ModelReader.Read(root["model"], added.Where(t => t.Special).Select(t => t.Id));

        if (problems.Count > 0 || model is null) throw new InputException(problems);
        TokenizerParts parts = new(WithIdsOf(model, added), normalizer, preTokenizer, model, postProcessor, decoder);
        CheckSpecialIds(root["post_processor"], parts);
        return problems.Count > 0 ? throw new InputException(problems) : parts;
    }

    /// <summary>An added token that the model's vocabulary has too is that token, whatever id the list of added tokens gives it.</summary>
    private static IReadOnlyList<AddedToken> WithIdsOf(ITokenModel model, IReadOnlyList<AddedToken> added) =>
        [.. added.Select(token => token with { Id = model.IdOf(token.Content) ?? token.Id })];

    private static void CheckSpecialIds(JsonAt at, TokenizerParts parts)
    {
        HashSet<int> added = [.. parts.AddedTokens.Select(t => t.Id)];
        foreach (int id in parts.PostProcessor.Before.Concat(parts.PostProcessor.After).Distinct())
        {
            if (!added.Contains(id) && parts.Model.TokenOf(id) is null) at.Problem($"adds the id {id}, which no token has");
        }
    }
}
