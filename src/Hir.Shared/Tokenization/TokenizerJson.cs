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
        using JsonDocument document = Parse(path);
        List<string> problems = [];
        JsonAt root = new(path, document.RootElement, problems);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new InputException($"{path}: holds {document.RootElement.ValueKind} and must hold an object. Copy it again.");
        }

        IReadOnlyList<AddedToken> added = AddedTokenReader.Read(root["added_tokens"]);
        INormalizer normalizer = NormalizerReader.Read(root["normalizer"]);
        IPreTokenizer preTokenizer = PreTokenizerReader.Read(root["pre_tokenizer"]);
        TemplatePostProcessor postProcessor = PostProcessorReader.Read(root["post_processor"]);
        IDecoder decoder = DecoderReader.Read(root["decoder"]);
        ITokenModel? model = null;
        if (root["model"].IsNull) root["model"].Problem("is missing");
        else model = ModelReader.Read(root["model"], added.Where(t => t.Special).Select(t => t.Id));

        if (problems.Count > 0 || model is null) throw new InputException(problems);
        return new TokenizerParts(added, normalizer, preTokenizer, model, postProcessor, decoder);
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: is no JSON: {e.Message} Copy the file again from the checkpoint.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
