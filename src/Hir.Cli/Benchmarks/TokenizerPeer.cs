using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hir.Cli.Doctor;
using Hir.Shared;

namespace Hir.Cli.Benchmarks;

/// <summary>Hugging Face's tokenizers for JavaScript, in a Node.js process that answers commands.</summary>
internal sealed class TokenizerPeer : IDisposable
{
    /// <summary>The npm package.</summary>
    public const string Package = "@huggingface/tokenizers";

    private readonly Process _process;

    private TokenizerPeer(Process process) => _process = process;

    /// <summary>Starts the process; it loads the tokenizer and the texts.</summary>
    /// <param name="model">A folder with tokenizer.json.</param>
    /// <param name="textsFile">A JSON array of texts.</param>
    /// <exception cref="InputException">Node.js or the package is not there; the message says how to install it.</exception>
    public static TokenizerPeer Start(string model, string textsFile)
    {
        string checkout = DoctorPlaces.OfThisProcess().Checkout
            ?? throw new InputException("hir bench tokenizer: needs bench/peers/tokenizer of the checkout; start ./hir there.");
        string folder = Path.Combine(checkout, "bench", "peers", "tokenizer");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", Package)))
        {
            throw new InputException(
                $"hir bench tokenizer: the npm package {Package} is not installed; run: npm ci --ignore-scripts --prefix {folder}");
        }

        ProcessStartInfo start = new("node", [Path.Combine(folder, "encode.mjs"), Path.GetFullPath(model), textsFile])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return new TokenizerPeer(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new InputException("hir bench tokenizer: node does not start; install Node.js 20 or later.", e);
        }
    }

    /// <summary>Encodes all texts; the seconds that took.</summary>
    public double Time() => Ask("time")["seconds"]!.GetValue<double>();

    /// <summary>The ids of each text.</summary>
    public int[][] Ids() => Ask("ids").Deserialize<int[][]>()!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5))) _process.Kill();
        _process.Dispose();
    }

    private JsonNode Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        string answer = _process.StandardOutput.ReadLine()
            ?? throw new InputException($"hir bench tokenizer: {Package} ended; it says above what it cannot do with this tokenizer.");
        return JsonNode.Parse(answer)!;
    }
}
