using System.Runtime.CompilerServices;

// The count of live tensors is the process's: nothing else may run while a test holds it flat.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Hir.Learner.Tests;

internal static class TestAssembly
{
    /// <summary>Models are tiny: a second thread would only wait.</summary>
    [ModuleInitializer]
    internal static void UseOneThread() => TorchSharp.torch.set_num_threads(1);
}
