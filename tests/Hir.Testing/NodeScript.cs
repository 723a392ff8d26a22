using System.Diagnostics;
using System.Text.Json;

namespace Hir.Testing;

/// <summary>Runs a script of tests/node: programs that read and write Parquet and are not ours.</summary>
public static class NodeScript
{
    private static string Folder { get; } = Path.Combine(SharedFixtures.Root, "tests", "node");

    /// <summary>
    /// Runs SQL statements in DuckDB, then a query; returns the query's rows as an array of objects, 64-bit integers as text.
    /// </summary>
    public static JsonElement DuckDb(string query, params string[] statements) =>
        JsonDocument.Parse(Run("duckdb.mjs", "@duckdb/node-api", new { statements, query })).RootElement;

    /// <summary>Runs a script on a JSON input; returns what it prints.</summary>
    /// <param name="script">The script's file name.</param>
    /// <param name="package">The npm package that it needs.</param>
    /// <param name="input">What it reads from its standard input, as JSON.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string Run(string script, string package, object input, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", package)))
        {
            throw new InvalidOperationException(
                $"{package} is not installed in {Folder}. Start the tests with ./test, which installs it, or run `npm ci "
                    + "--ignore-scripts` there.");
        }

        ProcessStartInfo start = new("node", [Path.Combine(Folder, script), .. arguments])
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
