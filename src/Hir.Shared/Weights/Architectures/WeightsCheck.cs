namespace Hir.Shared.Weights.Architectures;

/// <summary>How a checkpoint's tensors are checked against the parameters that its config.json asks for.</summary>
internal static class WeightsCheck
{
    private const string Mend = "The weights do not go with config.json.";
    private const int MostProblems = 20;

    public static Dictionary<string, CheckpointTensor> Run(ModelConfig config, CheckpointWeights weights)
    {
        List<string> problems = [];
        Dictionary<string, CheckpointTensor> found = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach ((string name, long[] shape) in config.Parameters)
        {
            IReadOnlyList<string> names = [name, .. config.OtherNamesOf(name)];
            known.UnionWith(names);
            CheckpointTensor? tensor = names.Select(weights.Tensors.GetValueOrDefault).FirstOrDefault(t => t is not null);
            if (tensor is null)
            {
                problems.Add($"{weights.Path}: tensor '{name}' of shape {SafetensorsEntry.Describe(shape)} is missing. {Mend}");
                continue;
            }

            found.Add(name, tensor);
            SafetensorsEntry entry = tensor.Entry;
            if (!entry.Shape.AsSpan().SequenceEqual(shape))
            {
                problems.Add($"{tensor.File.Path}: tensor '{name}' has shape {entry.ShapeText}, and config.json asks for "
                    + $"{SafetensorsEntry.Describe(shape)}. {Mend}");
            }

            if (!entry.Dtype.IsConvertibleFloat())
            {
                problems.Add($"{tensor.File.Path}: tensor '{name}' has type {entry.Dtype}; F32, F16 and BF16 are supported.");
            }
        }

        problems.AddRange(weights.Tensors.Values
            .Where(tensor => !known.Contains(tensor.Entry.Name) && !config.MayHold(tensor.Entry.Name))
            .Select(tensor => $"{tensor.File.Path}: tensor '{tensor.Entry.Name}' of shape {tensor.Entry.ShapeText} "
                + $"is none of this {config.ModelType}'s. {Mend}"));
        if (problems.Count == 0) return found;
        int more = problems.Count - MostProblems;
        throw new InputException(more > 0 ? [.. problems.Take(MostProblems), $"{weights.Path}: and {more} more problems."] : problems);
    }
}
