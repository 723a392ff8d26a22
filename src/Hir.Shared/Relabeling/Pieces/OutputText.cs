using System.Text;
using Hir.Shared.Shards;
using Hir.Shared.Tokenization;

namespace Hir.Shared.Relabeling.Pieces;

/// <summary>An output's tokens held against its text: how much of the text stands after each token, in Unicode code points.</summary>
internal sealed class OutputText
{
    private readonly Tokenizer _tokenizer;
    private readonly ShardRow _row;
    private readonly Rune[] _text;

    // What is certain after so many tokens. Some decoders hold text back until the next token, so that it may be less than what the first
    // tokens alone decode to; it is never more.
    private readonly int[] _after;

    /// <summary>Decodes an output token by token.</summary>
    /// <exception cref="InputException">The tokenizer gives another text than the row has: it is another model's.</exception>
    public OutputText(ShardRow row, Tokenizer tokenizer)
    {
        (_row, _tokenizer) = (row, tokenizer);
        _text = [.. row.Output.EnumerateRunes()];
        _after = new int[row.OutputTokenIds.Count + 1];
        StreamingDecoder decoder = tokenizer.StartDecoding();
        StringBuilder decoded = new();
        for (int i = 0; i < row.OutputTokenIds.Count; i++)
        {
            string text = decoder.Add(row.OutputTokenIds[i]);
            decoded.Append(text);
            _after[i + 1] = _after[i] + CodePoints(text);
        }

        decoded.Append(decoder.Flush());
        if (decoded.ToString() == row.Output) return;
        throw new InputException(
            $"row {row.SampleId}: its tokens decode to \"{decoded}\", and its output is \"{row.Output}\": the tokenizer is not that of the "
            + "model that sampled it. Give the folder of that model.");
    }

    /// <summary>How many tokens there are.</summary>
    public int Tokens => _row.OutputTokenIds.Count;

    /// <summary>The most first tokens whose text is a beginning of the output of at most so many code points.</summary>
    public int TokensWithin(int codePoints)
    {
        int tokens = Tokens;
        while (tokens > 0 && (_after[tokens] > codePoints || !Begins(Decoded(tokens), codePoints))) tokens--;

        // The end token has no text, and neither right nor wrong is known of it.
        while (tokens > 0 && Decoded(tokens - 1).Length == Decoded(tokens).Length) tokens--;
        return tokens;
    }

    /// <summary>Where units begin and end: 0, the number of tokens after each unit, and the number of all tokens.</summary>
    public int[] Boundaries(PieceUnit unit) =>
        [.. Enumerable.Range(0, Tokens + 1).Where(k => k == 0 || k == Tokens || unit == PieceUnit.Token || IsEnd(unit, k))];

    private bool IsEnd(PieceUnit unit, int tokens)
    {
        int after = _after[tokens];
        if (after == 0 || after == _after[tokens - 1]) return false;
        if (unit == PieceUnit.Line) return _text[after - 1].Value == '\n';
        if (!Rune.IsWhiteSpace(_text[after - 1]) && (after == _text.Length || !Rune.IsWhiteSpace(_text[after]))) return false;
        int last = after - 1;
        while (last >= 0 && Rune.IsWhiteSpace(_text[last])) last--;
        // The mark is of this very token: white space that is a token of its own belongs to what follows.
        return last >= _after[tokens - 1] && _text[last].Value is '.' or '!' or '?' or '…' or '。' or '！' or '？';
    }

    private string Decoded(int tokens) => _tokenizer.Decode([.. _row.OutputTokenIds.Take(tokens)]);

    private bool Begins(string text, int codePoints) =>
        _row.Output.StartsWith(text, StringComparison.Ordinal) && CodePoints(text) <= codePoints;

    private static int CodePoints(string text) => text.EnumerateRunes().Count();
}
