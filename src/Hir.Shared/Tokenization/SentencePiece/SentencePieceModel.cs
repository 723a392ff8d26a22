using Hir.Shared.Tokenization.AddedTokens;
using Hir.Shared.Tokenization.Decoders;
using Hir.Shared.Tokenization.Models;
using Hir.Shared.Tokenization.Normalizers;
using Hir.Shared.Tokenization.Patterns;
using Hir.Shared.Tokenization.PostProcessors;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.SentencePiece;

/// <summary>
/// Reads a vocabulary in SentencePiece's own format and completes it as the tokenizer of its family does. Unigram is T5's: 100 sentinel
/// tokens after the pieces (&lt;extra_id_99&gt; first) unless the file holds them, and the end token after each text. BPE is Llama's: the
/// beginning token before each text.
/// </summary>
internal static class SentencePieceModel
{
    private const int Sentinels = 100;
    private const char Mark = '▁';
    private const long Unigram = 1;
    private const long Bpe = 2;

    /// <summary>The names that such a file goes by, in the order of search.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["spiece.model", "tokenizer.model"];

    public static TokenizerParts Read(string path)
    {
        try
        {
            SentencePieceProto proto = SentencePieceProto.Parse(TokenizerFile.Read(path));
            Check(path, proto);
            return proto.ModelType == Bpe ? BpeParts(path, proto) : UnigramParts(proto);
        }
        catch (FormatException e)
        {
            throw new InputException($"{path}: is no SentencePiece model: {e.Message}. Copy the file again from the checkpoint.", e);
        }
    }

    private static TokenizerParts UnigramParts(SentencePieceProto proto)
    {
        int unknown = proto.Pieces.FindIndex(p => p.Type == PieceType.Unknown);
        IEnumerable<int> notInText = Enumerable.Range(0, proto.Pieces.Count)
            .Where(i => proto.Pieces[i].Type is not (PieceType.Normal or PieceType.UserDefined));
        MetaspaceDecoder decoder = new(Mark, dropLeading: proto.AddDummyPrefix);
        return new TokenizerParts(
            AddedTokensOf(proto, withSentinels: true),
            new SequenceNormalizer(NormalizersOf(proto)),
            new MetaspacePreTokenizer(Mark, proto.AddDummyPrefix ? PrependScheme.Always : PrependScheme.Never, split: false),
            new UnigramModel([.. proto.Pieces.Select(p => (p.Piece, (double)p.Score))], unknown, notInText.ToHashSet(), proto.ByteFallback),
            Has(proto, proto.EndId) ? new TemplatePostProcessor([], [proto.EndId]) : TemplatePostProcessor.None,
            proto.ByteFallback ? new SequenceDecoder([new ByteFallbackDecoder(), decoder]) : decoder);
    }

    private static TokenizerParts BpeParts(string path, SentencePieceProto proto)
    {
        List<INormalizer> normalizers = NormalizersOf(proto);
        if (proto.AddDummyPrefix) normalizers.Add(new PrependNormalizer(Mark.ToString()));
        normalizers.Add(new ReplaceNormalizer(TextPattern.OfLiteral(" "), Mark.ToString()));
        TextPattern mark = TextPattern.OfLiteral(Mark.ToString());
        List<IDecoder> decoders = [new ReplaceDecoder(mark, " "), new ByteFallbackDecoder(), new FuseDecoder()];
        if (proto.AddDummyPrefix) decoders.Add(new StripDecoder(' ', start: 1, stop: 0));
        return new TokenizerParts(
            AddedTokensOf(proto, withSentinels: false),
            new SequenceNormalizer(normalizers),
            new SequencePreTokenizer([]),
            SentencePieceBpe.ModelOf(path, proto),
            Has(proto, proto.BeginId) ? new TemplatePostProcessor([proto.BeginId], []) : TemplatePostProcessor.None,
            new SequenceDecoder(decoders));
    }

    private static void Check(string path, SentencePieceProto proto)
    {
        List<string> problems = [];
        int unknowns = proto.Pieces.Count(p => p.Type == PieceType.Unknown);
        if (proto.Pieces.Count == 0) problems.Add($"{path}: holds no pieces.");
        else if (proto.Pieces.Count > TokenizerFile.IdLimit) problems.Add($"{path}: holds more than {TokenizerFile.IdLimit} pieces.");
        else if (unknowns != 1) problems.Add($"{path}: holds {unknowns} unknown pieces and must hold one.");
        if (proto.Pieces.Any(p => p.Piece.Length > UnigramModel.LongestToken))
        {
            problems.Add($"{path}: holds a piece of more than {UnigramModel.LongestToken} characters.");
        }

        if (proto.Pieces.Any(p => !float.IsFinite(p.Score))) problems.Add($"{path}: holds a piece whose score is no finite number.");
        if (proto.ModelType is not (Unigram or Bpe))
        {
            problems.Add($"{path}: trainer_spec.model_type is {proto.ModelType}; only 1 (Unigram) and 2 (BPE) are supported.");
        }

        if (proto.TreatWhitespaceAsSuffix)
        {
            problems.Add($"{path}: trainer_spec.treat_whitespace_as_suffix is true, which is not supported.");
        }

        if (problems.Count > 0) throw new InputException(problems);
    }

    private static bool Has(SentencePieceProto proto, int id) => id >= 0 && id < proto.Pieces.Count;

    private static List<AddedToken> AddedTokensOf(SentencePieceProto proto, bool withSentinels)
    {
        List<AddedToken> added = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int id = 0; id < proto.Pieces.Count; id++)
        {
            (string piece, _, PieceType type) = proto.Pieces[id];
            if (piece.Length == 0 || type is not (PieceType.Control or PieceType.Unknown or PieceType.UserDefined)) continue;
            if (seen.Add(piece)) added.Add(new AddedToken(id, piece, Special: type != PieceType.UserDefined || IsSentinel(piece)));
        }

        if (withSentinels && !proto.Pieces.Any(p => IsSentinel(p.Piece)))
        {
            added.AddRange(Enumerable.Range(0, Sentinels)
                .Select(i => new AddedToken(proto.Pieces.Count + i, $"<extra_id_{Sentinels - 1 - i}>", Special: true)));
        }

        return added;
    }

    private static bool IsSentinel(string piece) => piece.StartsWith("<extra_id_", StringComparison.Ordinal);

    private static List<INormalizer> NormalizersOf(SentencePieceProto proto)
    {
        List<INormalizer> steps = [];
        if (proto.Charsmap.Length > 0) steps.Add(new PrecompiledNormalizer(proto.Charsmap));
        if (proto.RemoveExtraWhitespaces) steps.Add(new ExtraSpaceNormalizer());
        return steps;
    }
}
