using System.Globalization;
using Xunit;

namespace Hir.Testing.Fuzz;

/// <summary>One run of a target: reads on a thread of its own, which is watched.</summary>
internal sealed class FuzzRun(FuzzTarget target)
{
    private const int MostFindings = 5;

    // No input of these lengths needs a hundredth of this, also on a loaded machine.
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(30);

    private readonly FuzzInputs _inputs = new(target.Reader, target.Seeds, target.Mutations);
    private readonly List<string> _findings = [];
    private readonly HashSet<string> _kinds = [];
    private readonly int _count = FuzzSettings.Inputs;
    private int _index = FuzzSettings.First;
    private long _begun;
    private int _reads;
    private int _errors;
    private int _found;
    private double _mostTimes;
    private long _mostBytes;

    public void Run()
    {
        // Where the process itself dies (a stack that is too deep), this file tells the input.
        string last = Path.Combine(Path.GetTempPath(), $"hir-fuzz-{target.Reader}-{Environment.ProcessId}.last");
        Volatile.Write(ref _begun, Environment.TickCount64);
        Thread worker = new(() =>
        {
            try
            {
                ReadAll(last);
            }
            catch (Exception e)
            {
                _findings.Add($"{target.Reader}: making input {_index} failed: {e}");
            }
        }) { IsBackground = true, Name = "fuzz " + target.Reader };
        worker.Start();
        while (!worker.Join(200))
        {
            if (Environment.TickCount64 - Volatile.Read(ref _begun) < HangLimit.TotalMilliseconds) continue;
            int index = Volatile.Read(ref _index);
            Assert.Fail($"{target.Reader}: input {index} is read for over {HangLimit.TotalSeconds} s. {Again(index)}");
        }

        File.Delete(last);
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Reader} | {_index - FuzzSettings.First} | {_errors} | {_reads} | {_found} | "
            + $"{_mostBytes / 1e6:0.00} MB | {_mostTimes:0}");
        Console.WriteLine("fuzz: " + figures);
        if (FuzzSettings.Report is { } report)
        {
            lock (typeof(FuzzRun)) File.AppendAllText(report, figures + "\n");
        }

        if (_findings.Count > 0) Assert.Fail(string.Join("\n\n", _findings));
    }

    private void ReadAll(string last)
    {
        using FileStream file = new(last, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        byte[] text = new byte[11];
        for (int end = FuzzSettings.First + _count; _index < end && _findings.Count < MostFindings; Volatile.Write(ref _index, _index + 1))
        {
            _index.TryFormat(text, out int length, "D10", CultureInfo.InvariantCulture);
            text[length] = (byte)'\n';
            RandomAccess.Write(file.SafeFileHandle, text, 0);
            byte[] input = _inputs.At(_index);
            Volatile.Write(ref _begun, Environment.TickCount64);
            ReadOne(input);
        }
    }

    private void ReadOne(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Read(input);
            _reads++;
        }
        catch (Exception e) when (target.IsClear(e))
        {
            _errors++;
        }
        catch (Exception e)
        {
            string? place = e.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Hir.", StringComparison.Ordinal));
            Note(e.GetType().Name + e.Message[..Math.Min(e.Message.Length, 50)] + place, e.ToString(), input);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // The first read of all compiles its code.
        if (_reads + _errors > 1) _mostBytes = Math.Max(_mostBytes, allocated);
        if (allocated > 1 << 20) _mostTimes = Math.Max(_mostTimes, allocated / (double)Math.Max(1, input.Length));
        if (allocated > target.MostBytes + (target.MostTimes * input.Length))
        {
            Note("memory", $"{allocated} bytes were allocated for {input.Length}", input);
        }
    }

    private void Note(string kind, string what, byte[] input)
    {
        // Findings of one kind are told once, and counted all.
        _found++;
        if (!_kinds.Add(kind)) Console.WriteLine($"fuzz: {target.Reader}: input {_index} is like an earlier finding");
        else _findings.Add($"{target.Reader}: input {_index} of {input.Length} bytes: {what}\n{Again(_index)}");
    }

    private string Again(int index)
    {
        string copy = Path.Combine(Path.GetTempPath(), $"hir-fuzz-{target.Reader}-{FuzzSettings.Seed}-{index}.bin");
        File.WriteAllBytes(copy, _inputs.At(index));
        return $"The input: {copy}. "
            + $"Again: HIR_FUZZ_SEED={FuzzSettings.Seed} HIR_FUZZ_FIRST={index} HIR_FUZZ_INPUTS=1 ./test {target.Reader}";
    }
}
