using Hir.Shared.Tokenization.Json;
using Hir.Shared.Tokenization.Patterns;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Reads the pre-tokenizer of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private const string Supported = "Sequence, ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, Metaspace";

    public static IPreTokenizer Read(JsonAt at)
    {
        if (at.IsNull) return new SequencePreTokenizer([]);
        switch (at.Type)
        {
            case "Sequence":
                return new SequencePreTokenizer([.. at["pretokenizers"].Items().Select(Read)]);
            case "ByteLevel":
                return ReadByteLevel(at);
            case "Split":
                return ReadSplit(at);
            case "Digits":
                return new CharPreTokenizer(CharPreTokenizer.IsNumber, inRuns: !at.Flag("individual_digits", false));
            case "Punctuation":
                return ReadPunctuation(at);
            case "Whitespace":
                return new WhitespacePreTokenizer();
            case "WhitespaceSplit":
                return new WhitespaceSplitPreTokenizer();
            case "Metaspace":
                return new MetaspacePreTokenizer(ReadMark(at), ReadPrepend(at), at.Flag("split", true));
            default:
                at.Unsupported(Supported);
                return new SequencePreTokenizer([]);
        }
    }

    /// <summary>The character that stands for a space.</summary>
    public static char ReadMark(JsonAt at)
    {
        string mark = at.Text("replacement") ?? "▁";
        if (mark.Length == 1) return mark[0];
        at["replacement"].Problem($"is \"{mark}\" and must be one character");
        return '▁';
    }

    /// <summary>Newer files say prepend_scheme, older ones add_prefix_space.</summary>
    public static PrependScheme ReadPrepend(JsonAt at)
    {
        bool older = at.Flag("add_prefix_space", true);
        if (at["prepend_scheme"].IsNull) return older ? PrependScheme.Always : PrependScheme.Never;
        switch (at.Text("prepend_scheme"))
        {
            case "always":
                return PrependScheme.Always;
            case "first":
                return PrependScheme.First;
            case "never":
                return PrependScheme.Never;
            default:
                at["prepend_scheme"].Problem($"is \"{at["prepend_scheme"].Shown}\" and must be always, first or never");
                return PrependScheme.Always;
        }
    }

    private static SequencePreTokenizer ReadByteLevel(JsonAt at)
    {
        List<IPreTokenizer> steps = [];
        if (at.Flag("add_prefix_space", true)) steps.Add(new PrefixSpacePreTokenizer());
        if (at.Flag("use_regex", true)) steps.Add(new Gpt2WordPreTokenizer());
        steps.Add(new ByteAlphabetPreTokenizer());
        return new SequencePreTokenizer(steps);
    }

    private static IPreTokenizer ReadSplit(JsonAt at)
    {
        SplitBehavior behavior = ReadBehavior(at["behavior"]);
        bool invert = at.Flag("invert", false);

        // The well-known patterns match every character, so that isolating matches and dropping what is between them are the same.
        bool keepsMatches = behavior == SplitBehavior.Isolated || (behavior == SplitBehavior.Removed && invert);
        if (keepsMatches && at["pattern"]["Regex"].TryText(out string? regex))
        {
            if (regex == Gpt2WordPreTokenizer.Pattern) return new Gpt2WordPreTokenizer();
            if (regex == Cl100kWordPreTokenizer.ThreeDigits) return new Cl100kWordPreTokenizer(maxDigits: 3);
            if (regex == Cl100kWordPreTokenizer.OneDigit) return new Cl100kWordPreTokenizer(maxDigits: 1);
        }

        return new SplitPreTokenizer(PatternReader.Read(at["pattern"]), behavior, invert);
    }

    private static IPreTokenizer ReadPunctuation(JsonAt at)
    {
        SplitBehavior behavior = at["behavior"].IsNull ? SplitBehavior.Isolated : ReadBehavior(at["behavior"]);
        if (behavior is not (SplitBehavior.Isolated or SplitBehavior.Contiguous))
        {
            at["behavior"].Problem($"is {behavior}; for Punctuation, Isolated and Contiguous are supported");
        }

        return new CharPreTokenizer(CharPreTokenizer.IsPunctuation, inRuns: behavior == SplitBehavior.Contiguous);
    }

    private static SplitBehavior ReadBehavior(JsonAt at)
    {
        if (at.TryText(out string? name) && Enum.TryParse(name, out SplitBehavior behavior) && behavior.ToString() == name) return behavior;
        at.Problem($"is \"{at.Shown}\" and must be one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}");
        return SplitBehavior.Isolated;
    }
}
