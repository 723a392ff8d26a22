namespace Hir.Shared.Tokenization.Normalizers;

/// <summary>Rewrites a text before it is cut into pieces. Stateless.</summary>
internal interface INormalizer
{
    /// <summary>Returns the rewritten text; the same instance where nothing changes.</summary>
    string Normalize(string text);
}
