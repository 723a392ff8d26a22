using Xunit;

namespace Hir.Testing;

/// <summary>A test that needs the shared fixtures; where they are absent it is skipped and says so.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (!Directory.Exists(SharedFixtures.Folder)) Skip = Reason;
    }

    internal static string Reason => $"needs the reference fixtures in {SharedFixtures.Folder}, which this machine does not have";
}

/// <summary>A theory that needs the shared fixtures; where they are absent it is skipped and says so.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (!Directory.Exists(SharedFixtures.Folder)) Skip = SharedFactAttribute.Reason;
    }
}
