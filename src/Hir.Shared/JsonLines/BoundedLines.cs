using System.Text;

namespace Hir.Shared.JsonLines;

/// <summary>Reads the lines of a file one after the other; a file that is one endless line is refused before it fills the memory.</summary>
public static class BoundedLines
{
    /// <summary>Characters of a line: the longest prompt that any model takes has some millions.</summary>
    public const int Longest = 32 << 20;

    /// <summary>The lines without their ends.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Null for UTF-8 in which broken bytes become marks.</param>
    /// <exception cref="InputException">A line is too long.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<string> Read(string path, Encoding? encoding = null)
    {
        using StreamReader reader = new(path, encoding ?? Encoding.UTF8);
        char[] buffer = new char[1 << 13];
        StringBuilder line = new();
        int number = 1;
        for (int count = reader.Read(buffer, 0, buffer.Length); count > 0; count = reader.Read(buffer, 0, buffer.Length))
        {
            int start = 0;
            for (int end = Array.IndexOf(buffer, '\n', 0, count); end >= 0; end = Array.IndexOf(buffer, '\n', start, count - start))
            {
                line.Append(buffer, start, end - start);
                yield return Taken(line);
                start = end + 1;
                number++;
            }

            line.Append(buffer, start, count - start);
            if (line.Length > Longest)
            {
                throw new InputException(
                    $"{path}:{number}: the line has over {Longest} characters. Give a file with one JSON object a line.");
            }
        }

        if (line.Length > 0) yield return Taken(line);
    }

    private static string Taken(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] == '\r') line.Length--;
        string text = line.ToString();
        line.Clear();
        return text;
    }
}
