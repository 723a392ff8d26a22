using System.Text;

namespace Hir.Testing.Fuzz;

/// <summary>Changes of whole tokens and values of JSON, so that what comes out is mostly JSON again.</summary>
internal static class JsonMutations
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1", "0.5", "1.0", "1e0", "1e3", "2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "18446744073709551615", "1e308", "1e309", "-1e999", "1e-999", "00", "+1", "NaN",
        "99999999999999999999999999999999999999999999999999",
    ];

    private static readonly string[] Texts =
    [
        "", " ", ".", "..", "../x", "/etc/passwd", "a/b", "a\\\\b", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\u202e", "\\u001b[31m", "é",
        "\\n", "null",
        "__proto__", "{}", new('x', 5000),
    ];

    private static readonly string[] Values =
        ["null", "true", "false", "[]", "{}", "0", "-1", "\"\"", "[null]", "{\"\":null}", "[[]]", "[1,2,3]", "1e400"];

    public static byte[] SetNumber(Random random, byte[] input, byte[] other) =>
        Replace(random, input, IsNumber, Numbers[random.Next(Numbers.Length)]);

    public static byte[] SetText(Random random, byte[] input, byte[] other) =>
        Replace(random, input, b => b[0] == '"', $"\"{Texts[random.Next(Texts.Length)]}\"");

    public static byte[] SetValue(Random random, byte[] input, byte[] other) =>
        ValueAt(random, input) is var (at, count)
            ? ByteMutations.Inserted(input, at, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), count)
            : input;

    public static byte[] DropValue(Random random, byte[] input, byte[] other)
    {
        if (ValueAt(random, input) is not var (at, count)) return input;
        int end = at + count;
        if (random.Next(4) > 0 && end < input.Length && input[end] == ',') end++;
        return ByteMutations.Inserted(input, at, [], end - at);
    }

    public static byte[] RepeatValue(Random random, byte[] input, byte[] other)
    {
        if (ValueAt(random, input) is not var (at, count)) return input;
        // A key with its value, where one stands here: then the key is there twice.
        int start = random.Next(2) == 0 ? KeyBefore(input, at) : at;
        byte[] piece = [.. input.AsSpan(start, at + count - start), (byte)','];
        int times = random.Next(8) == 0 ? Math.Min(1000, 20_000 / piece.Length) : random.Next(1, 4);
        return ByteMutations.Inserted(input, start, Enumerable.Repeat(piece, times).SelectMany(p => p).ToArray());
    }

    public static byte[] Nest(Random random, byte[] input, byte[] other)
    {
        if (ValueAt(random, input) is not var (at, count)) return input;
        int depth = random.Next(3) switch { 0 => random.Next(1, 10), 1 => random.Next(50, 80), _ => 5000 };
        (string open, string close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        string before = string.Concat(Enumerable.Repeat(open, depth));
        string after = random.Next(4) == 0 ? "" : string.Concat(Enumerable.Repeat(close, depth));
        byte[] value = [.. Encoding.UTF8.GetBytes(before), .. input.AsSpan(at, count), .. Encoding.UTF8.GetBytes(after)];
        return ByteMutations.Inserted(input, at, value, count);
    }

    /// <summary>Puts a value of the other input, or of another place, where one stands.</summary>
    public static byte[] Exchange(Random random, byte[] input, byte[] other)
    {
        byte[] from = random.Next(2) == 0 ? input : other;
        if (ValueAt(random, input) is not var (at, count) || ValueAt(random, from) is not var (start, length) || length > 10_000)
        {
            return input;
        }

        return ByteMutations.Inserted(input, at, from.AsSpan(start, length), count);
    }

    private static byte[] Replace(Random random, byte[] input, Func<byte[], bool> fits, string by)
    {
        for (int attempt = 0; attempt < 16; attempt++)
        {
            if (ValueAt(random, input) is not var (at, count) || !fits(input[at..(at + count)])) continue;
            return ByteMutations.Inserted(input, at, Encoding.UTF8.GetBytes(by), count);
        }

        return input;
    }

    private static bool IsNumber(byte[] token) => token[0] == '-' || char.IsAsciiDigit((char)token[0]);

    /// <summary>A token or a value in brackets, near a random place.</summary>
    private static (int At, int Count)? ValueAt(Random random, byte[] input)
    {
        if (input.Length == 0) return null;
        int at = random.Next(input.Length);
        // From the beginning of the line of text there, strings can be told from what is between them.
        while (at > 0 && input[at] is not ((byte)'{' or (byte)'[' or (byte)',' or (byte)':' or (byte)'\n')) at--;
        if (at < input.Length && input[at] is (byte)',' or (byte)':' or (byte)'\n') at++;
        while (at < input.Length && input[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        if (at >= input.Length) return null;
        int end = EndOf(input, at);
        return end > at ? (at, end - at) : null;
    }

    private static int EndOf(byte[] input, int at)
    {
        int depth = 0;
        for (int i = at; i < input.Length; i++)
        {
            switch (input[i])
            {
                case (byte)'"':
                    for (i++; i < input.Length && input[i] != '"'; i++)
                    {
                        if (input[i] == '\\') i++;
                    }

                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    continue;
                case (byte)'}' or (byte)']':
                    if (depth-- == 0) return i;
                    break;
                case (byte)',' or (byte)':' or (byte)' ' or (byte)'\n' or (byte)'\r' when depth == 0:
                    return i;
                default:
                    if (depth == 0) continue;
                    break;
            }

            if (depth == 0) return Math.Min(i + 1, input.Length);
        }

        return input.Length;
    }

    private static int KeyBefore(byte[] input, int at)
    {
        int i = at - 1;
        while (i > 0 && input[i] is (byte)' ' or (byte)'\n' or (byte)'\r') i--;
        if (i < 2 || input[i] != ':') return at;
        i--;
        while (i > 0 && input[i] == ' ') i--;
        if (input[i] != '"') return at;
        i--;
        while (i > 0 && input[i] != '"') i--;
        return i;
    }
}
