namespace Hir.Shared.Weights.Architectures;

/// <summary>
/// What a config.json says of a network: the one description that the learner's module names, the exporter's graphs and the check of
/// weights files are made from. Families: <see cref="ModelFamilies"/>.
/// </summary>
public abstract record ModelConfig
{
    /// <summary>The family's name in manifests and in config.json's model_type: t5, llama, qwen2, qwen3.</summary>
    public abstract string ModelType { get; }

    /// <summary>Whether prompts are read by an encoder; otherwise an output continues its prompt in one sequence.</summary>
    public abstract bool IsEncoderDecoder { get; }

    /// <summary>vocab_size: rows of the embedding, columns of the logits.</summary>
    public required int VocabSize { get; init; }

    /// <summary>tie_word_embeddings: the head is the embedding.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>The most tokens that a prompt and its output may have together; null where the network sets no limit.</summary>
    public virtual int? MaxTokens => null;

    /// <summary>
    /// The parameters by their Hugging Face names, with shapes in PyTorch's [out, in] layout, in the order of the network.
    /// </summary>
    public IReadOnlyList<(string Name, long[] Shape)> Parameters => field ??= ListParameters();

    /// <summary>Elements of all parameters.</summary>
    public long ParameterCount => Parameters.Sum(p => p.Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>Reads the configuration of a model or checkpoint folder.</summary>
    /// <param name="folder">A folder with a config.json.</param>
    /// <exception cref="InputException">There is none, or it is not that of a supported network: all problems.</exception>
    public static ModelConfig Load(string folder)
    {
        string path = Path.Combine(folder, "config.json");
        return Parse(ConfigReader.ReadText(path), path);
    }

    /// <summary>Reads the text of a config.json.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="InputException">It is not that of a supported network: all problems.</exception>
    public static ModelConfig Parse(string json, string file = "config.json")
    {
        ConfigReader reader = new(json, file);
        return ModelFamilies.Read(reader);
    }

    /// <summary>Checks that weights are this model's: every parameter, in its shape, in a float type, and nothing unknown.</summary>
    /// <param name="weights">The checkpoint's tensors.</param>
    /// <returns>Each parameter's tensor. It may lie in the file under another name, as some converters leave it.</returns>
    /// <exception cref="InputException">Something is missing or wrong: everything that is.</exception>
    public IReadOnlyDictionary<string, CheckpointTensor> Check(CheckpointWeights weights) => WeightsCheck.Run(this, weights);

    /// <summary>The type in which a model folder of an element type holds a parameter: that type, but for what the family keeps in float32.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="dtype">The folder's element type.</param>
    public virtual WeightDtype StoredType(string parameter, WeightDtype dtype) => dtype;

    /// <summary>Makes <see cref="Parameters"/>.</summary>
    internal abstract IReadOnlyList<(string Name, long[] Shape)> ListParameters();

    /// <summary>Names under which a checkpoint may also hold a parameter, in the order of preference.</summary>
    internal virtual IReadOnlyList<string> OtherNamesOf(string parameter) => [];

    /// <summary>Whether a tensor that is none of the parameters may lie in a checkpoint all the same, used by nothing.</summary>
    internal virtual bool MayHold(string tensor) => false;
}
