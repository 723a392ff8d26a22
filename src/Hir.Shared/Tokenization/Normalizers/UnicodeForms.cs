using System.Globalization;

namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>
/// The character data and the three steps of Unicode normalization: decompose, order combining marks, compose. Read once from
/// unicode-forms.txt.
/// </summary>
internal sealed class UnicodeForms
{
    // Hangul syllables are computed (the Unicode Standard, section 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    private static readonly Lazy<UnicodeForms> Loaded = new(() => new UnicodeForms());

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _kMappings = [];
    private readonly Dictionary<int, int> _combiningClass = [];
    private readonly Dictionary<(int First, int Second), int> _composites = [];

    private UnicodeForms()
    {
        using Stream data = typeof(UnicodeForms).Assembly.GetManifestResourceStream("unicode-forms.txt")
            ?? throw new InvalidOperationException("the resource unicode-forms.txt is not built in.");
        using StreamReader lines = new(data);
        while (lines.ReadLine() is { } line)
        {
            if (line[0] != '#') Add(line);
        }
    }

    public static UnicodeForms Instance => Loaded.Value;

    /// <summary>Appends a character's full decomposition.</summary>
    public void AppendDecomposed(int code, bool kForm, List<int> codes)
    {
        int syllable = code - SyllableBase;
        if (syllable is >= 0 and < Syllables)
        {
            codes.Add(LeadBase + (syllable / (Vowels * Trails)));
            codes.Add(VowelBase + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails > 0) codes.Add(TrailBase + (syllable % Trails));
        }
        else if (_canonical.TryGetValue(code, out int[]? mapping) || (kForm && _kMappings.TryGetValue(code, out mapping)))
        {
            foreach (int part in mapping) AppendDecomposed(part, kForm, codes);
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>Puts each run of combining marks in the order of their classes; equals keep their order.</summary>
    public void Order(List<int> codes)
    {
        for (int start = 0; start < codes.Count; start++)
        {
            if (ClassOf(codes[start]) == 0) continue;
            int end = start + 1;
            while (end < codes.Count && ClassOf(codes[end]) != 0) end++;
            int[] ordered = [.. codes[start..end].OrderBy(ClassOf)];
            for (int i = 0; i < ordered.Length; i++) codes[start + i] = ordered[i];
            start = end;
        }
    }

    /// <summary>Joins each character with the last starter before it, where a composite exists and nothing between blocks it.</summary>
    public void Compose(List<int> codes)
    {
        int starter = -1;
        int lastClass = 0; // of what was kept since the starter
        int kept = 0;
        for (int i = 0; i < codes.Count; i++)
        {
            int code = codes[i];
            int combiningClass = ClassOf(code);
            bool adjacent = starter >= 0 && kept == starter + 1;
            bool reachable = starter >= 0 && (adjacent || (lastClass != 0 && lastClass < combiningClass));
            if (reachable && Composite(codes[starter], code) is { } composite)
            {
                codes[starter] = composite;
                continue;
            }

            if (combiningClass == 0) starter = kept;
            lastClass = combiningClass;
            codes[kept++] = code;
        }

        codes.RemoveRange(kept, codes.Count - kept);
    }

    private int? Composite(int first, int second)
    {
        int lead = first - LeadBase;
        int vowel = second - VowelBase;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels) return SyllableBase + (((lead * Vowels) + vowel) * Trails);
        int syllable = first - SyllableBase;
        int trail = second - TrailBase;
        if (syllable is >= 0 and < Syllables && syllable % Trails == 0 && trail is > 0 and < Trails) return first + trail;
        return _composites.TryGetValue((first, second), out int composite) ? composite : null;
    }

    private int ClassOf(int code) => code < 0x300 ? 0 : _combiningClass.GetValueOrDefault(code);

    // As in "C0=41 300" or "301:230"; the file's first line explains the signs.
    private void Add(string line)
    {
        int classAt = line.IndexOf(':');
        string rest = classAt < 0 ? line : line[..classAt];
        int signAt = rest.AsSpan().IndexOfAny('=', '!', '~');
        int code = Hex(signAt < 0 ? rest : rest[..signAt]);
        if (classAt >= 0) _combiningClass[code] = int.Parse(line.AsSpan(classAt + 1), CultureInfo.InvariantCulture);
        if (signAt < 0) return;
        int[] mapping = [.. rest[(signAt + 1)..].Split(' ').Select(Hex)];
        (rest[signAt] == '~' ? _kMappings : _canonical)[code] = mapping;
        if (rest[signAt] == '=') _composites[(mapping[0], mapping[1])] = code;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
