using Hir.Shared.Decoding;

namespace Hir.Shared.Tests.Decoding;

public sealed class StreamIdsTests
{
    [Fact]
    public void Of_KnownNames_KeepsItsValueForEver()
    {
        // From outside: struct.unpack('<q', sha256(b'\x04\0\0\0sort' b'\x02\0\0\0q1')[:8]) in Python.
        Assert.Equal(2704849551390634217L, StreamIds.Of("sort", "q1"));
    }

    [Fact]
    public void Of_SameLettersSplitOtherwise_Differs()
    {
        Assert.NotEqual(StreamIds.Of("ab", "c"), StreamIds.Of("a", "bc"));
        Assert.NotEqual(StreamIds.Of("abc"), StreamIds.Of("abc", ""));
    }
}
