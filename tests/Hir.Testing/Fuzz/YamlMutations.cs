using System.Text;

namespace Hir.Testing.Fuzz;

/// <summary>Changes of whole lines, keys and values of YAML.</summary>
internal static class YamlMutations
{
    private const string Laughs = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n? *f\n: *f\n";

    private static readonly string[] Values =
    [
        "", "~", "null", "true", "yes", "0", "-1", "2147483648", "99999999999999999999", ".inf", ".nan", "1e400", "0x10", "[]", "{}",
        "[a, b]",
        "{a: b}", "&x [*x]", "&x {*x : *x}", "*x", "!!str 1", "!!binary aGk=", "!<tag:yaml.org,2002:python/object/apply:os.system> [ls]",
        "!System.IO.FileInfo /etc/passwd", "|\n  text", ">-\n  text", "\"\\U0010FFFF\"", "\"\\UFFFFFFFF\"", "\"\\ud800\"", "'", "\"", "%",
        "@x", "`x", "- a",
        "? a", "# c", "a: b: c", "\t", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{", "/etc/passwd", "../../x",
    ];

    private static readonly string[] Lines =
    [
        "---\n", "...\n", "%YAML 9.9\n", "%TAG ! tag:x\n", "<<: *x\n", "? [a, b]\n: c\n", "- x\n", "\ufeff", Laughs, "&k k: v\n",
        "*k : v\n", "!!map {}\n",
        "? &a [*a]\n: 1\n",
    ];

    public static byte[] RepeatLine(Random random, byte[] input, byte[] other) => WithLines(input, lines =>
    {
        int at = random.Next(lines.Count);
        string line = lines[at];
        for (int i = random.Next(8) == 0 ? 200 : random.Next(1, 4); i > 0; i--) lines.Insert(random.Next(lines.Count + 1), line);
    });

    public static byte[] DropLine(Random random, byte[] input, byte[] other) =>
        WithLines(input, lines => lines.RemoveAt(random.Next(lines.Count)));

    public static byte[] Indent(Random random, byte[] input, byte[] other) => WithLines(input, lines =>
    {
        int at = random.Next(lines.Count);
        lines[at] = random.Next(3) == 0
            ? lines[at].TrimStart()
            : new string(random.Next(4) == 0 ? '\t' : ' ', random.Next(1, 9)) + lines[at];
    });

    public static byte[] SetValue(Random random, byte[] input, byte[] other) => WithLines(input, lines =>
    {
        int at = random.Next(lines.Count);
        int colon = lines[at].IndexOf(':', StringComparison.Ordinal);
        string value = random.Next(12) == 0 ? new string(random.Next(2) == 0 ? '[' : '{', 8000) : Values[random.Next(Values.Length)];
        lines[at] = colon < 0 ? value : $"{lines[at][..colon]}: {value}";
    });

    public static byte[] SetKey(Random random, byte[] input, byte[] other) => WithLines(input, lines =>
    {
        int at = random.Next(lines.Count);
        int colon = lines[at].IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0) lines[at] = $"{Values[random.Next(Values.Length)]}{lines[at][colon..]}";
    });

    public static byte[] Insert(Random random, byte[] input, byte[] other) =>
        WithLines(input, lines => lines.Insert(random.Next(lines.Count + 1), Lines[random.Next(Lines.Length)]));

    private static byte[] WithLines(byte[] input, Action<List<string>> change)
    {
        // Latin-1 keeps every byte as it is.
        List<string> lines = [.. Encoding.Latin1.GetString(input).Split('\n')];
        change(lines);
        return Encoding.Latin1.GetBytes(string.Join('\n', lines.Select(l => l.Contains('\ufeff', StringComparison.Ordinal) ? "ï»¿" : l)));
    }
}
