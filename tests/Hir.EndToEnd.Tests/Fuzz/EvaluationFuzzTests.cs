using System.Text;
using Hir.Cli.Running;
using Hir.Shared;
using Hir.Testing;
using Hir.Testing.Fuzz;

namespace Hir.EndToEnd.Tests.Fuzz;

public sealed class EvaluationFuzzTests
{
    [Fact]
    public void EvaluationFile_MutatedFiles_AreReadOrRefused()
    {
        using TempFolder temp = new();
        string path = temp.File("iteration-0000.json");
        new FuzzTarget
        {
            Reader = nameof(EvaluationFile),
            Seeds =
            [
                Encoding.UTF8.GetBytes("{\"accuracy\": 0.5, \"tasks\": {\"a\": {\"accuracy\": 0.25, \"n\": 8, \"interval\": [0.1, 0.5]}, "
                    + "\"b\": {\"accuracy\": 0.75, \"n\": 8, \"interval\": [0.5, 0.9]}}}"),
            ],
            Mutations = Mutations.Json,
            IsClear = e => e is InputException,
            Read = bytes =>
            {
                File.WriteAllBytes(path, bytes);
                EvaluationFile.Read(path);
            },
        }.Run();
    }
}
