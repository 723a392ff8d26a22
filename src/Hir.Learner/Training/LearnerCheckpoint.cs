using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hir.Learner.Objectives;
using Hir.Learner.Parameters;
using Hir.Shared;
using Hir.Shared.Configuration;
using Hir.Shared.Handoff;
using Hir.Shared.Weights;
using static TorchSharp.torch;

namespace Hir.Learner.Training;

/// <summary>
/// A session on disk: state.safetensors with the flat weights and both moments (and those of the value head, with its values at the
/// iteration's start, where there is one), and state.json with position, options and the hash of
/// the former.
/// No generator's state is kept, because there is none: batches and dropout are functions of seed, iteration and step.
/// </summary>
internal static class LearnerCheckpoint
{
    private const string StateName = "state.json";
    private const string TensorsName = "state.safetensors";
    private const string StartValuesName = "value_head.start_values";
    private const int CurrentFormat = 1;
    private const int Piece = 1 << 24;

    // It names every parameter of the model.
    private const long LongestState = 64 << 20;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes a checkpoint; the folder appears whole or not at all.</summary>
    public static void Save(
        string folder, LearnerPosition position, LearnerOptions options, FlatParameters parameters, FlatAdamW optimizer, ValueHead? head)
    {
        using AtomicFolder target = AtomicFolder.Create(folder, 24 * parameters.Layout.Length);
        using (HashedFileStream file = target.CreateFile(TensorsName))
        {
            List<SafetensorsDeclaration> declared = [.. Tensors(parameters, optimizer, head)
                .Select(t => new SafetensorsDeclaration(t.Name, DtypeOf(t.Tensor), [t.Tensor.numel()]))];
            if (head is { StartValues.Length: > 0 }) declared.Add(new(StartValuesName, WeightDtype.F32, [head.StartValues.Length]));
            SafetensorsWriter writer = new(file, declared);
            foreach ((string name, Tensor tensor) in Tensors(parameters, optimizer, head))
            {
                long length = tensor.numel();
                for (long at = 0; at < length; at += Piece)
                {
                    using var scope = NewDisposeScope();
                    writer.Write(name, tensor.narrow(0, at, Math.Min(Piece, length - at)).cpu().bytes);
                }
            }

            if (head is { StartValues.Length: > 0 }) writer.Write(StartValuesName, MemoryMarshal.AsBytes<float>(head.StartValues));
            writer.Complete();
        }

        State state = new(
            CurrentFormat, position, optimizer.Steps, options.Seed, options.Objective, options.Training, target.Files[^1].Sha256,
            Names(parameters));
        target.WriteFile(StateName, JsonSerializer.SerializeToUtf8Bytes(state, Format));
        target.Publish();
    }

    /// <summary>Reads a checkpoint into a model and an optimizer; where something is wrong, both stay as they are.</summary>
    public static LearnerPosition Load(
        string folder, LearnerOptions options, FlatParameters parameters, FlatAdamW optimizer, ValueHead? head)
    {
        string statePath = Path.Combine(folder, StateName);
        string tensorsPath = Path.Combine(folder, TensorsName);
        State state = ReadState(statePath);
        List<string> problems = [];
        if (state.FormatVersion != CurrentFormat)
        {
            throw new InputException(
                $"{statePath}: format_version is {state.FormatVersion}, and this program reads {CurrentFormat}. "
                + "Use the program that wrote it.");
        }

        if (!state.Parameters.SequenceEqual(Names(parameters)))
        {
            problems.Add($"{folder}: the checkpoint is of another model than the one given.");
        }

        if (Text(state.Objective) != Text(options.Objective))
        {
            problems.Add(Differs("objective", Text(state.Objective), Text(options.Objective)));
        }

        if (Text(state.Training) != Text(options.Training)) problems.Add(Differs("training", Text(state.Training), Text(options.Training)));
        if (state.Seed != options.Seed) problems.Add(Differs("seed", $"{state.Seed}", $"{options.Seed}"));
        LearnerPosition position = state.Position;
        if (position.Iteration < -1 || position.StepsDone < 0 || position.StepsDone > position.StepsPlanned
            || position.TotalSteps < position.StepsDone
            || state.OptimizerSteps < position.StepsDone)
        {
            problems.Add(
                $"{statePath}: its position cannot be: {position}, optimizer at step {state.OptimizerSteps}. "
                + "Continue from another checkpoint.");
        }

        if (problems.Count > 0) throw new InputException(problems);
        using SafetensorsFile file = SafetensorsFile.Open(tensorsPath);
        if (Hash(tensorsPath) != state.Sha256)
        {
            throw new InputException(
                $"{tensorsPath}: the content is not what {StateName} names (sha256). The file is damaged: "
                + "continue from an earlier checkpoint.");
        }

        foreach ((string name, Tensor tensor) in Tensors(parameters, optimizer, head))
        {
            WeightDtype dtype = DtypeOf(tensor);
            if (file.Tensors.GetValueOrDefault(name) is { } entry && entry.Dtype == dtype && entry.Count == tensor.numel()) continue;
            problems.Add(
                $"{tensorsPath}: tensor '{name}' is missing or not {dtype} [{tensor.numel()}]. Continue from another checkpoint.");
        }

        SafetensorsEntry? startValues = file.Tensors.GetValueOrDefault(StartValuesName);
        if (startValues is not null && startValues.Dtype != WeightDtype.F32)
            problems.Add($"{tensorsPath}: tensor '{StartValuesName}' is not {WeightDtype.F32}. Continue from another checkpoint.");

        if (problems.Count > 0) throw new InputException(problems);
        using IDisposable noGrad = no_grad();
        foreach ((string name, Tensor tensor) in Tensors(parameters, optimizer, head))
        {
            int size = tensor.dtype == ScalarType.Float64 ? sizeof(double) : sizeof(float);
            long length = tensor.numel();
            for (long at = 0; at < length; at += Piece)
            {
                using var scope = NewDisposeScope();
                int count = (int)Math.Min(Piece, length - at);
                Tensor staged = empty(count, tensor.dtype, CPU);
                file.Bytes(file.Tensors[name], at * size, count * size).CopyTo(staged.bytes);
                tensor.narrow(0, at, count).copy_(staged);
            }
        }

        optimizer.Steps = state.OptimizerSteps;
        if (head is not null)
        {
            head.Optimizer.Steps = state.OptimizerSteps;
            head.StartValues = new float[startValues?.Count ?? 0];
            if (startValues is not null) file.CopyAsFloat32(StartValuesName, head.StartValues);
        }

        return state.Position;

        string Differs(string key, string then, string now) =>
            $"{statePath}: the checkpoint was written with {key} {then}, and now it is {now}. Resume with the configuration of the run.";
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(FlatParameters parameters, FlatAdamW optimizer, ValueHead? head)
    {
        yield return ("weights", parameters.Values);
        yield return ("exp_avg", optimizer.Mean);
        yield return ("exp_avg_sq", optimizer.Square);
        if (head is null) yield break;
        yield return ("value_head.weights", head.Parameters.Values);
        yield return ("value_head.exp_avg", head.Optimizer.Mean);
        yield return ("value_head.exp_avg_sq", head.Optimizer.Square);
    }

    private static WeightDtype DtypeOf(Tensor tensor) => tensor.dtype == ScalarType.Float64 ? WeightDtype.F64 : WeightDtype.F32;

    private static State ReadState(string path)
    {
        try
        {
            return BoundedJson.Deserialize<State>(BoundedJson.ReadBytes(path, LongestState), Format);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"{path}: the checkpoint cannot be read ({e.Message}). Continue from another one.", e);
        }
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
    }

    private static string[] Names(FlatParameters parameters) =>
        [.. parameters.Layout.Slots.Select(s => $"{s.Name} {string.Join('x', s.Shape)}")];

    private static string Text<T>(T section) =>
        JsonSerializer.Serialize(section, new JsonSerializerOptions(Format) { WriteIndented = false });

    private sealed record State(
        int FormatVersion,
        LearnerPosition Position,
        long OptimizerSteps,
        long Seed,
        ObjectiveSection Objective,
        TrainingSection Training,
        string Sha256,
        string[] Parameters);
}
