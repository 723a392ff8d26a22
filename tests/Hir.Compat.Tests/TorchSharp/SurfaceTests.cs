using Hir.Testing;
using TorchSharp;

namespace Hir.Compat.Tests.TorchSharp;

public sealed class SurfaceTests
{
    [SharedFact]
    public void PublicMembers_AgainstTheGenuineListing_AreAllInIt()
    {
        IReadOnlyList<string> extra = PublicSurface.NotIn(typeof(torch).Assembly,
            SharedFixtures.PathOf("fixtures", "api", "TorchSharp-0.107.0.txt"));

        Assert.Empty(extra);
    }

    [Theory]
    [InlineData("T class TorchSharp.torch.Tensor")]
    [InlineData("T class TorchSharp.Modules.AdamW")]
    [InlineData("M TorchSharp.torch.Tensor TorchSharp.torch.Tensor matmul(TorchSharp.torch.Tensor target)")]
    public void PublicMembers_WhatTheComparisonReads_HoldsWhatTheProductNames(string line) =>
        Assert.Contains(line, PublicSurface.Of(typeof(torch).Assembly));
}
