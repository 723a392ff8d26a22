using Hir.Shared.Tokenization.Json;

namespace Hir.Shared.Tokenization.PreTokenizers;

/// <summary>Reads the pre-tokenizer of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private const string Supported = "Sequence, WhitespaceSplit, Metaspace";

    public static IPreTokenizer Read(JsonAt at)
    {
        if (at.IsNull) return new SequencePreTokenizer([]);
        switch (at.Type)
        {
            case "Sequence":
                return new SequencePreTokenizer([.. at["pretokenizers"].Items().Select(Read)]);
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
                at["prepend_scheme"].Problem($"is \"{at["prepend_scheme"].Element}\" and must be always, first or never");
                return PrependScheme.Always;
        }
    }
}
