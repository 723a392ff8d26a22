using Hir.Sampler.Engines;

namespace Hir.Sampler.Tests.Engines;

public sealed class SessionFactoryTests
{
    [Theory]
    [InlineData("Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file: No such file", "libcublasLt.so.13")]
    [InlineData("Failed to load shared library libonnxruntime_providers_shared.so.", "libonnxruntime_providers_shared.so")]
    [InlineData("CUDA execution provider is not enabled in this build.", "libonnxruntime_providers_cuda.so")]
    public void MissingLibrary_OnnxRuntimesMessage_NamesTheOneToInstall(string message, string expected) =>
        Assert.Equal(expected, SessionFactory.MissingLibrary(message));
}
