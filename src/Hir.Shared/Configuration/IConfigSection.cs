namespace Hir.Shared.Configuration;

/// <summary>A group of options with rules of its own.</summary>
public interface IConfigSection
{
    /// <summary>What is wrong: the key within this section and a sentence with the value, the rule and the mend.</summary>
    IEnumerable<(string Key, string Problem)> Problems();
}
