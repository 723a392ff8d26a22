using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Hir.Shared.Configuration;

/// <summary>
/// Loads YAML as plain data: mappings, lists and scalars. What could make a small text into a large or endless document (anchors and
/// aliases, deep nesting) or name a type is refused while the text is scanned, before a node is made of it.
/// </summary>
internal static class YamlLoader
{
    /// <summary>A configuration has some kilobytes.</summary>
    public const int LongestText = 1 << 20;

    // Sections of a configuration nest three deep; the library recurses by depth.
    private const int DeepestNesting = 16;
    private const string OwnTags = "tag:yaml.org,2002:";

    /// <summary>The root of the only document, or null where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InputException">It is not YAML, or more than plain data: what and on which line.</exception>
    public static YamlNode? Load(string text, string name)
    {
        if (text.Length > LongestText)
        {
            throw new InputException($"{name}: it has {text.Length} characters; a configuration has at most {LongestText}.");
        }

        try
        {
            Scan(text, name);
            YamlStream stream = new();
            stream.Load(new StringReader(text));
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        }
        catch (YamlException e)
        {
            throw new InputException($"{name}:{e.Start.Line}: not valid YAML: {e.Message}", e);
        }
        catch (Exception e) when (
            e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The library's scanner lets these through for some broken escapes and tags.
            throw new InputException($"{name}: not valid YAML: {e.Message}", e);
        }
    }

    private static void Scan(string text, string name)
    {
        Parser parser = new(new StringReader(text));
        int depth = 0;
        int documents = 0;
        while (parser.MoveNext())
        {
            string? problem = parser.Current switch
            {
                AnchorAlias => "aliases (*name) are not read; write the value again",
                DocumentStart when ++documents > 1 => "one document is needed, and here the second begins",
                SequenceStart or MappingStart when ++depth > DeepestNesting => $"it nests over {DeepestNesting} levels deep",
                NodeEvent { Anchor.IsEmpty: false } => "anchors (&name) are not read; leave them out",
                NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag } when !IsPlain(tag.Value) =>
                    "tags that name types are not read; leave them out",
                _ => null,
            };
            if (problem is not null) throw new InputException($"{name}:{parser.Current!.Start.Line}: {problem}.");
            if (parser.Current is SequenceEnd or MappingEnd) depth--;
        }
    }

    private static bool IsPlain(string tag) =>
        tag.StartsWith(OwnTags, StringComparison.Ordinal)
            && tag[OwnTags.Length..] is "str" or "int" or "float" or "bool" or "null" or "seq" or "map";
}
