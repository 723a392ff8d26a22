namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Several pre-tokenizers, one after the other; none at all leaves the pieces whole.</summary>
internal sealed class SequencePreTokenizer(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(PieceList source, PieceList target)
    {
        PieceList current = source;
        for (int i = 0; i < steps.Count; i++)
        {
            // The source may be one of the spares itself: within another sequence.
            PieceList next = i == steps.Count - 1 ? target : current == target.Spares.First ? target.Spares.Second : target.Spares.First;
            if (next != target) next.Clear();
            steps[i].Split(current, next);
            current = next;
        }

        if (steps.Count > 0) return;
        for (int i = 0; i < source.Count; i++) target.Add(source[i], source.IsAtStart(i));
    }
}
