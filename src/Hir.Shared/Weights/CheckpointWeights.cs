namespace Hir.Shared.Weights;

/// <summary>
/// The weights of a model or checkpoint folder: model.safetensors, or the several files that model.safetensors.index.json names. All of
/// them are mapped, and nothing but headers is read on opening.
/// </summary>
public sealed class CheckpointWeights : IDisposable
{
    /// <summary>The name of a checkpoint's one weights file.</summary>
    public const string SingleName = "model.safetensors";

    private readonly IReadOnlyList<SafetensorsFile> _files;

    private CheckpointWeights(string path, IReadOnlyList<SafetensorsFile> files)
    {
        Path = path;
        _files = files;
        Tensors = files.SelectMany(file => file.Ordered.Select(entry => new CheckpointTensor(file, entry)))
            .ToDictionary(tensor => tensor.Entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The weights file, or the index of several.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors { get; }

    /// <summary>The files that a folder's weights lie in: one, or those that its index names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">There are none in a form that is read, or the index is wrong: all problems.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        string single = System.IO.Path.Combine(folder, SingleName);
        if (File.Exists(single)) return [single];
        string index = System.IO.Path.Combine(folder, WeightIndex.FileName);
        if (File.Exists(index)) return [.. WeightIndex.Read(index).Files.Select(name => System.IO.Path.Combine(folder, name))];
        throw new InputException($"{folder}: {SingleName} is missing. {MissingHint(folder)}");
    }

    /// <summary>Opens the weights of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">They are missing, damaged or contradict the index: all problems.</exception>
    public static CheckpointWeights Open(string folder)
    {
        string single = System.IO.Path.Combine(folder, SingleName);
        if (File.Exists(single)) return new CheckpointWeights(single, [SafetensorsFile.Open(single)]);
        IReadOnlyList<string> paths = FilesOf(folder);
        string indexPath = System.IO.Path.Combine(folder, WeightIndex.FileName);
        List<SafetensorsFile> files = [];
        try
        {
            files.AddRange(paths.Select(SafetensorsFile.Open));
            WeightIndex.Read(indexPath).Check(files);
            return new CheckpointWeights(indexPath, files);
        }
        catch
        {
            foreach (SafetensorsFile file in files) file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files) file.Dispose();
    }

    /// <summary>What to do about a folder whose weights have another form.</summary>
    private static string MissingHint(string folder)
    {
        string? pickled = Directory.EnumerateFiles(folder, "pytorch_model*.bin").Order(StringComparer.Ordinal).FirstOrDefault();
        if (pickled is null) return "A model folder or a Hugging Face checkpoint folder is needed.";
        return $"{System.IO.Path.GetFileName(pickled)} is a pickle, which could run code and is not read. "
            + "Convert it where you trust it, in Python: AutoModel….from_pretrained(DIR).save_pretrained(OUT, safe_serialization=True).";
    }
}
