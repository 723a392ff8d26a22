namespace Hir.Shared.Tokenization.Training;

/// <summary>
/// Trains a small Unigram vocabulary and writes it as tokenizer.json: pieces start as all repeated substrings of words, and expectation
/// maximisation with pruning leaves those that describe the corpus best (Kudo 2018, as SentencePiece does it). The same lines and options
/// give the same bytes.
/// </summary>
/// <remarks>
/// Pieces hold letters, digits or other characters and never a mix of them, so that "Alice" and "Alice," share a token. Option labels
/// such as "(A)" are the exception: those that the corpus holds are whole tokens. There is no normalization: a character that the
/// vocabulary lacks is unknown. Ids: &lt;pad&gt; 0, &lt;/s&gt; 1, &lt;unk&gt; 2. Use: <c>UnigramTrainer.Train(lines,
/// options).WriteTo(folder)</c>, then
/// <see cref="Tokenizer.Load(string)"/> of that folder.
/// </remarks>
public static class UnigramTrainer
{
    private const int MaxSeedPieces = 50_000;
    private const int Rounds = 2;         // of expectation maximisation between two prunings
    private const double KeptShare = .75; // of the pieces at each pruning
    private const double Surplus = 1.1;   // the last cut, by probability, is from this multiple of the wanted size

    /// <summary>Trains a vocabulary.</summary>
    /// <param name="lines">The corpus, one text a line; how often a word occurs is what counts.</param>
    /// <param name="options">Size and required pieces.</param>
    /// <exception cref="InputException">The corpus has no words, or more distinct characters than the vocabulary has room for.</exception>
    public static UnigramVocabulary Train(IEnumerable<string> lines, UnigramTrainerOptions options)
    {
        WordCounts words = WordCounts.Of(lines);
        if (words.Words.Count == 0) throw new InputException("tokenizer corpus: holds no words; give at least one line of text.");

        SortedSet<string> required = SeedPieces.Required(words, options);
        int special = UnigramVocabulary.SpecialTokens.Count;
        int size = options.VocabularySize - special;
        if (required.Count > size)
        {
            throw new InputException(
                $"tokenizer vocabulary size {options.VocabularySize}: the corpus needs {required.Count} characters and whole words and "
                + $"{special} special tokens; set it to at least {required.Count + special}.");
        }

        PieceScores pieces = SeedPieces.Collect(words, required, options.MaxPieceLength, MaxSeedPieces);
        while (true)
        {
            for (int i = 0; i < Rounds; i++) pieces = Reestimate(pieces, words, required);
            if (pieces.Count <= size * Surplus) break;
            int kept = Math.Max((int)(size * Surplus), (int)(pieces.Count * KeptShare));
            PieceScores pruned = PiecePruning.Prune(pieces, words, required, kept);
            if (pruned.Count == pieces.Count) break;
            pieces = pruned;
        }

        return new UnigramVocabulary(LikeliestOf(pieces, required, size));
    }

    /// <summary>One round: expected counts under the present scores, then scores from the counts.</summary>
    private static PieceScores Reestimate(PieceScores pieces, WordCounts words, SortedSet<string> required)
    {
        double[] expected = new double[pieces.Count];
        foreach ((string word, long count) in words.Words) pieces.AddExpectedCounts(word, count, expected);

        const double leastExpected = .5;
        List<(string Piece, double Count)> kept = [];
        for (int i = 0; i < expected.Length; i++)
        {
            bool isRequired = required.Contains(pieces.Pieces[i]);
            if (isRequired || expected[i] >= leastExpected) kept.Add((pieces.Pieces[i], Math.Max(expected[i], leastExpected)));
        }

        // Digamma in place of the logarithm takes probability from rare pieces, which makes the vocabulary sparse.
        double total = Digamma(kept.Sum(p => p.Count));
        return new PieceScores([.. kept.Select(p => (p.Piece, Digamma(p.Count) - total))]);
    }

    private static IReadOnlyList<(string Piece, double Score)> LikeliestOf(PieceScores pieces, SortedSet<string> required, int size)
    {
        IEnumerable<(string Piece, double Score)> ranked = Enumerable.Range(0, pieces.Count)
            .Select(i => (Piece: pieces.Pieces[i], Score: pieces.Scores[i]))
            .OrderByDescending(p => p.Score)
            .ThenBy(p => p.Piece, StringComparer.Ordinal);
        List<(string Piece, double Score)> all = [.. ranked];
        int free = size - required.Count;
        return [.. all.Where(p => required.Contains(p.Piece) || free-- > 0)];
    }

    private static double Digamma(double x)
    {
        double result = 0;
        for (; x < 7; x++) result -= 1 / x;
        x -= .5;
        double inverseSquare = 1 / (x * x);
        return result + Math.Log(x) + (inverseSquare * ((1.0 / 24) - (inverseSquare * ((7.0 / 960) - (inverseSquare * (31.0 / 8064))))));
    }
}
