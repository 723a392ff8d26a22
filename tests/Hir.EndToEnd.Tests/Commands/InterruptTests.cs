using System.Diagnostics;
using System.Globalization;
using Hir.Testing;

namespace Hir.EndToEnd.Tests.Commands;

/// <summary>A command that is interrupted ends with 130 and leaves no half result.</summary>
[Collection(TinyModelCollection.Name)]
public sealed class InterruptTests(TinyModel model) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Generate_Interrupted_EndsWith130AndWritesNothing()
    {
        File.WriteAllLines(_folder.File("prompts.jsonl"), Enumerable.Repeat("{\"prompt_token_ids\":[5,6,7]}", 20_000));
        using Process process = HirProgram.Start(
            null, "generate", "--model", model.Path, "--prompts", _folder.File("prompts.jsonl"), "--out", _folder.File("out.jsonl"), "--max-new-tokens", "200");
        process.BeginOutputReadLine();
        Assert.Contains("generating", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        Task<string> error = process.StandardError.ReadToEndAsync();

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])!) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 130, await error);
        Assert.False(File.Exists(_folder.File("out.jsonl")));
    }
}
