using System.Text.RegularExpressions;
using Hir.Shared.Tokenization.AddedTokens;
using Hir.Shared.Tokenization.Decoders;
using Hir.Shared.Tokenization.Models;
using Hir.Shared.Tokenization.Normalizers;
using Hir.Shared.Tokenization.PostProcessors;
using Hir.Shared.Tokenization.PreTokenizers;

namespace Hir.Shared.Tokenization.SentencePiece;

/// <summary>
/// Reads spiece.model, T5's vocabulary in SentencePiece's own format, and completes it as T5's tokenizer does: 100 sentinel tokens after
/// the pieces (&lt;extra_id_99&gt; first) unless the file holds them, and the end token after each text.
/// </summary>
internal static class SentencePieceModel
{
    public const string FileName = "spiece.model";

    private const int Sentinels = 100;
    private const char Mark = '▁';

    public static TokenizerParts Read(string path)
    {
        try
        {
            return PartsOf(path, SentencePieceProto.Parse(File.ReadAllBytes(path)));
        }
        catch (FormatException e)
        {
            throw new InputException($"{path}: is no SentencePiece model: it {e.Message}. Copy the file again from the checkpoint.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static TokenizerParts PartsOf(string path, SentencePieceProto proto)
    {
        Check(path, proto);
        int unknown = proto.Pieces.FindIndex(p => p.Type == PieceType.Unknown);
        IEnumerable<int> notInText = Enumerable.Range(0, proto.Pieces.Count)
            .Where(i => proto.Pieces[i].Type is not (PieceType.Normal or PieceType.UserDefined));
        bool hasEnd = proto.EndId >= 0 && proto.EndId < proto.Pieces.Count;
        return new TokenizerParts(
            AddedTokensOf(proto),
            NormalizerOf(proto),
            new MetaspacePreTokenizer(Mark, proto.AddDummyPrefix ? PrependScheme.Always : PrependScheme.Never, split: false),
            new UnigramModel([.. proto.Pieces.Select(p => (p.Piece, (double)p.Score))], unknown, notInText.ToHashSet()),
            hasEnd ? new TemplatePostProcessor([], [proto.EndId]) : TemplatePostProcessor.None,
            new MetaspaceDecoder(Mark, dropLeading: proto.AddDummyPrefix));
    }

    private static void Check(string path, SentencePieceProto proto)
    {
        List<string> problems = [];
        int unknowns = proto.Pieces.Count(p => p.Type == PieceType.Unknown);
        if (proto.Pieces.Count == 0) problems.Add($"{path}: holds no pieces.");
        else if (unknowns != 1) problems.Add($"{path}: holds {unknowns} unknown pieces and must hold one.");
        if (proto.ModelType != 1) problems.Add($"{path}: trainer_spec.model_type is {proto.ModelType}; only 1 (Unigram) is supported.");
        if (proto.ByteFallback) problems.Add($"{path}: trainer_spec.byte_fallback is true, which is not supported.");
        if (proto.TreatWhitespaceAsSuffix)
        {
            problems.Add($"{path}: trainer_spec.treat_whitespace_as_suffix is true, which is not supported.");
        }

        if (problems.Count > 0) throw new InputException(problems);
    }

    private static List<AddedToken> AddedTokensOf(SentencePieceProto proto)
    {
        List<AddedToken> added = [];
        for (int id = 0; id < proto.Pieces.Count; id++)
        {
            (string piece, _, PieceType type) = proto.Pieces[id];
            if (piece.Length == 0) continue;
            if (type is PieceType.Control or PieceType.Unknown) added.Add(new AddedToken(id, piece, Special: true));
            if (type == PieceType.UserDefined) added.Add(new AddedToken(id, piece, Special: IsSentinel(piece)));
        }

        if (!proto.Pieces.Any(p => IsSentinel(p.Piece)))
        {
            added.AddRange(Enumerable.Range(0, Sentinels)
                .Select(i => new AddedToken(proto.Pieces.Count + i, $"<extra_id_{Sentinels - 1 - i}>", Special: true)));
        }

        return added;
    }

    private static bool IsSentinel(string piece) => piece.StartsWith("<extra_id_", StringComparison.Ordinal);

    private static SequenceNormalizer NormalizerOf(SentencePieceProto proto)
    {
        List<INormalizer> steps = [];
        if (proto.Charsmap.Length > 0) steps.Add(new PrecompiledNormalizer(proto.Charsmap));
        if (proto.RemoveExtraWhitespaces) steps.AddRange([new ReplaceNormalizer(new Regex("^ +| +$|(?<= ) +"), "")]);
        return new SequenceNormalizer(steps);
    }
}
