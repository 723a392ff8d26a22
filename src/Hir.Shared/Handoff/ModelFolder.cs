using System.Security.Cryptography;
using System.Text;
using Hir.Shared.Weights;
using Hir.Shared.Weights.Architectures;

namespace Hir.Shared.Handoff;

/// <summary>
/// A model on the disk: a published folder with a manifest and graphs, or a plain Hugging Face checkpoint folder (which can be exported,
/// trained from and scored with, and has no graphs).
/// </summary>
public sealed class ModelFolder
{
    /// <summary>The names of the files that a model folder is made of.</summary>
    public const string ConfigName = "config.json", WeightsName = "model.safetensors", GenerationConfigName = "generation_config.json";

    /// <summary>The graphs that the sampler opens.</summary>
    public const string SamplerEncoderGraphName = "sampler_encoder.onnx", SamplerDecoderGraphName = "sampler_decoder.onnx";

    /// <summary>The graphs that Optimum and Transformers.js open, under the names that these look for.</summary>
    public const string EncoderGraphName = "encoder_model.onnx", DecoderGraphName = "decoder_model_merged.onnx",
        ModelGraphName = "model.onnx";

    private readonly Lazy<string> _fingerprint;

    private ModelFolder(string path, ModelManifest? manifest, string configJson, Func<string> fingerprint)
    {
        Path = path;
        Manifest = manifest;
        ModelConfigJson = configJson;
        _fingerprint = new Lazy<string>(fingerprint);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Its manifest, or null for a plain checkpoint folder.</summary>
    public ModelManifest? Manifest { get; }

    /// <summary>
    /// What identifies the model, 64 hexadecimal digits: SHA-256 of manifest.json's bytes. For a plain checkpoint folder: SHA-256 over the
    /// hashes of config.json and the weights, computed when it is first asked for (which reads the weights).
    /// </summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The element type of a published folder, which a model that is made of it keeps; float32 for a plain checkpoint folder.</summary>
    public WeightDtype Dtype => Manifest is null ? WeightDtype.F32 : WeightDtypes.Named(Manifest.Dtype)
        ?? throw new InputException($"{PathOf(ModelManifest.FileName)}: dtype is '{Manifest.Dtype}'; float32, float16 and bfloat16 are known. Export the model again.");

    /// <summary>The text of config.json.</summary>
    public string ModelConfigJson { get; }

    /// <summary>What it says of the network.</summary>
    /// <exception cref="InputException">It is not that of a supported network: all problems.</exception>
    public ModelConfig Config => field ??= ModelConfig.Parse(ModelConfigJson, ConfigPath);

    /// <summary>The path of config.json.</summary>
    public string ConfigPath => PathOf(ConfigName);

    /// <summary>The path of model.safetensors.</summary>
    public string WeightsPath => PathOf(WeightsName);

    /// <summary>
    /// The quantized variants that it holds, by name. Where there is no manifest, as while a folder is being made, those whose decoder graph is there.
    /// </summary>
    public IReadOnlyList<string> Variants => Manifest is not null
        ? [.. (Manifest.Variants ?? []).Select(v => v.Name)]
        : [.. ModelVariant.Names.Where(name => File.Exists(PathOf(SamplerDecoderGraphName, name)))];

    /// <summary>The path of the sampler's encoder graph, whether or not it exists.</summary>
    /// <param name="variant">The variant, or null for full precision.</param>
    public string SamplerEncoderGraphPath(string? variant = null) => PathOf(SamplerEncoderGraphName, variant);

    /// <summary>The path of the sampler's decoder graph, whether or not it exists.</summary>
    /// <param name="variant">The variant, or null for full precision.</param>
    public string SamplerDecoderGraphPath(string? variant = null) => PathOf(SamplerDecoderGraphName, variant);

    /// <summary>The path of a file of the folder, whether or not it exists.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a variant's counterpart of a file, whether or not it exists.</summary>
    /// <param name="name">The name of the full model's file.</param>
    /// <param name="variant">The variant, or null for full precision.</param>
    public string PathOf(string name, string? variant) => PathOf(ModelVariant.FileName(name, variant));

    /// <summary>Opens a folder and checks that it is complete.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="verify">Also hashes every file that the manifest names; otherwise their sizes are compared.</param>
    /// <exception cref="InputException">Something is missing or different: all that is, by file name.</exception>
    public static ModelFolder Open(string path, bool verify = false)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        if (!Directory.Exists(path)) throw new InputException($"{path}: there is no such model folder. Check the path.");
        try
        {
            FolderLinks.RequireInside(path);
            string manifestPath = System.IO.Path.Combine(path, ModelManifest.FileName);
            if (!File.Exists(manifestPath)) return OpenPlain(path);
            byte[] bytes = BoundedJson.ReadBytes(manifestPath, BoundedJson.LongestRecord);
            ModelManifest manifest = ModelManifest.Parse(bytes, manifestPath);
            CheckFiles(path, manifest, verify);
            string config = ConfigReader.ReadText(System.IO.Path.Combine(path, ConfigName));
            return new ModelFolder(path, manifest, config, () => Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the model folder cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Checks that the folder has the graphs that the sampler opens in full precision.</summary>
    /// <exception cref="InputException">It has none, or those of an earlier version of Hir: how to make them.</exception>
    public void RequireGraphs() => RequireGraphs(null);

    /// <summary>Checks that the folder has the graphs that the sampler opens.</summary>
    /// <param name="variant">The variant whose graphs are wanted, or null for full precision.</param>
    /// <exception cref="InputException">It has none, or those of an earlier version of Hir, or not that variant: how to make them.</exception>
    public void RequireGraphs(string? variant)
    {
        if (variant is not null && !Variants.Contains(variant)) throw new InputException(WithoutVariant(variant));
        string[] needed = Config.IsEncoderDecoder ? [SamplerEncoderGraphName, SamplerDecoderGraphName] : [SamplerDecoderGraphName];
        string[] missing = [.. needed.Select(name => ModelVariant.FileName(name, variant)).Where(name => !File.Exists(PathOf(name)))];
        if (missing.Length == 0) return;
        string why = Manifest is { FormatVersion: < ModelManifest.CurrentFormat }
            ? $"an earlier version of Hir made its graphs (format_version {Manifest.FormatVersion}, "
                + $"and {ModelManifest.CurrentFormat} is needed). Export it again"
            : $"{string.Join(" and ", missing)} {(missing.Length == 1 ? "is" : "are")} missing, so it cannot be sampled from. "
                + "Make a model folder of it";
        throw new InputException($"{Path}: {why}: hir export --model {Path} --out DIR");
    }

    private string WithoutVariant(string variant)
    {
        string held = Variants.Count == 0 ? "no quantized variant" : string.Join(" and ", Variants);
        string mend = ModelVariant.Problem(variant) is null
            ? $"Make it: hir export --model {Path} --out DIR --quantize {variant}"
            : $"Variants are {string.Join(" and ", ModelVariant.Names)}: hir export --model {Path} --out DIR --quantize {ModelVariant.Int8}";
        return $"{Path}: it holds no variant '{variant}'; beside full precision it holds {held}. {mend}";
    }

    private static ModelFolder OpenPlain(string path)
    {
        string configPath = System.IO.Path.Combine(path, ConfigName);
        List<string> problems = [];
        IReadOnlyList<string> weights = [];
        if (!File.Exists(configPath))
        {
            problems.Add($"{path}: {ConfigName} is missing. A model folder or a Hugging Face checkpoint folder is needed.");
        }

        try
        {
            weights = CheckpointWeights.FilesOf(path);
        }
        catch (InputException e)
        {
            problems.AddRange(e.Problems);
        }

        if (problems.Count > 0) throw new InputException(problems);
        return new ModelFolder(path, null, ConfigReader.ReadText(configPath), () =>
        {
            IEnumerable<string> hashes = weights.Prepend(configPath)
                .Select(file => FileDigest.Of(file, System.IO.Path.GetFileName(file)).Sha256 + "\n");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes))));
        });
    }

    private static void CheckFiles(string path, ModelManifest manifest, bool verify)
    {
        const string Mend = "Copy the folder again, or export or publish the model again.";
        List<string> problems = [];
        foreach (string required in new[] { ConfigName, WeightsName }.Where(name => manifest.Files.All(file => file.Name != name)))
        {
            problems.Add($"{path}: {ModelManifest.FileName} does not list {required}. {Mend}");
        }

        foreach (FileDigest expected in manifest.Files)
        {
            FileInfo file = new(System.IO.Path.Combine(path, expected.Name));
            if (!file.Exists)
            {
                problems.Add($"{file.FullName}: it is missing. {Mend}");
            }
            else if (file.Length != expected.Bytes)
            {
                problems.Add($"{file.FullName}: it has {file.Length} bytes, and {ModelManifest.FileName} says {expected.Bytes}. {Mend}");
            }
            else if (verify && FileDigest.Of(file.FullName, expected.Name) is var found && found != expected)
            {
                problems.Add(
                    $"{file.FullName}: its SHA-256 is {found.Sha256}, and {ModelManifest.FileName} says {expected.Sha256}. {Mend}");
            }
        }

        if (problems.Count > 0) throw new InputException(problems);
    }
}
