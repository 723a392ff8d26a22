using System.Diagnostics;
using System.Text.Json;

namespace Hir.Testing;

/// <summary>
/// Runs programs that are not ours, on node: those of tests/node read and write Parquet, those of tests/node-transformers open model
/// folders.
/// </summary>
public static class NodeScript
{
    /// <summary>
    /// Runs SQL statements in DuckDB, then a query; returns the query's rows as an array of objects, 64-bit integers as text.
    /// </summary>
    public static JsonElement DuckDb(string query, params string[] statements) =>
        JsonDocument.Parse(Run("duckdb.mjs", "@duckdb/node-api", new { statements, query })).RootElement;

    /// <summary>
    /// Opens a model folder with Transformers.js, encoder-decoder or decoder-only, and generates greedily; a row goes on after its end
    /// token.
    /// </summary>
    /// <param name="modelFolder">The folder, by its full path.</param>
    /// <param name="prompts">Token ids of one batch; unequal lengths are padded.</param>
    /// <param name="newTokens">How many tokens are generated, at most.</param>
    /// <param name="padToken">What prompts are padded with.</param>
    /// <returns>The new tokens of each prompt.</returns>
    public static int[][] TransformersJs(string modelFolder, IReadOnlyList<int[]> prompts, int newTokens, int padToken) =>
        JsonSerializer.Deserialize<int[][]>(
            Run(
                "node-transformers", "generate.mjs", "@huggingface/transformers",
                new { folder = modelFolder, prompts, newTokens, padToken }))!;

    /// <summary>Runs a script of tests/node on a JSON input; returns what it prints.</summary>
    /// <param name="script">The script's file name.</param>
    /// <param name="package">The npm package that it needs.</param>
    /// <param name="input">What it reads from its standard input, as JSON.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string Run(string script, string package, object input, params string[] arguments) =>
        Run("node", script, package, input, arguments);

    private static string Run(string folder, string script, string package, object input, params string[] arguments)
    {
        folder = Path.Combine(SharedFixtures.Root, "tests", folder);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", package)))
        {
            throw new InvalidOperationException(
                $"{package} is not installed in {folder}. Start the tests with ./test, which installs it, "
                    + "or run `npm ci --ignore-scripts` there.");
        }

        ProcessStartInfo start = new("node", [Path.Combine(folder, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(JsonSerializer.Serialize(input));
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{script} failed: {errors.Result}");
        return output.Result;
    }
}
