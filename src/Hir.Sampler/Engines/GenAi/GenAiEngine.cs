using System.Globalization;
using System.Text.Json.Nodes;
using Hir.Shared;
using Hir.Shared.Decoding;
using Hir.Shared.Handoff;
using Microsoft.ML.OnnxRuntimeGenAI;

namespace Hir.Sampler.Engines.GenAi;

/// <summary>
/// Opens the folders of decoder-only models with ONNX Runtime GenAI. Its tokenizer files are not needed: prompts are token ids.
/// </summary>
public static class GenAiEngine
{
    /// <summary>Opens a model folder.</summary>
    /// <param name="model">A folder with genai_config.json and the graph that it names.</param>
    /// <param name="maxNewTokens">The most tokens of an output: the cache of a sequence has room for its prompt and these.</param>
    /// <param name="options">Device and threads.</param>
    /// <exception cref="InputException">It is an encoder-decoder, the folder cannot be opened, or the device cannot be had.</exception>
    public static ISequenceEngine Open(ModelFolder model, int maxNewTokens, EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        options.Check();
        GenAiFolder folder = GenAiFolder.Read(model);
        GenerationTokens tokens = GenerationTokens.Load(model.Path);
        NativeEnvironment.Prepare();
        if (options.Device == "cpu") return new GenAiDecoder(OpenModel(model, options, cudaDevice: null), folder, tokens, maxNewTokens);

        try
        {
            return new GenAiDecoder(OpenModel(model, options, options.CudaDevice), folder, tokens, maxNewTokens);
        }
        catch (InputException e) when (options.Device == "auto")
        {
            options.Warn?.Invoke($"No CUDA device can be used ({e.InnerException?.Message.ReplaceLineEndings(" ")}); running on the CPU.");
            return new GenAiDecoder(OpenModel(model, options, cudaDevice: null), folder, tokens, maxNewTokens);
        }
    }

    private static Model OpenModel(ModelFolder model, EngineOptions options, int? cudaDevice)
    {
        try
        {
            using Config config = new(model.Path);
            config.Overlay(SessionOptions(options));
            config.ClearProviders();
            if (cudaDevice is int device)
            {
                config.AppendProvider("cuda");
                config.SetProviderOption("cuda", "device_id", device.ToString(CultureInfo.InvariantCulture));
                config.SetProviderOption("cuda", "enable_skip_layer_norm_strict_mode", "1");
            }

            return new Model(config);
        }
        catch (OnnxRuntimeGenAIException e) when (cudaDevice is not null)
        {
            throw new InputException(
                $"device {options.Device} cannot be had with ONNX Runtime GenAI: {OneLine(e.Message)}. "
                + "Use --device cpu, or --device auto to fall back.",
                e);
        }
        catch (OnnxRuntimeGenAIException e) when (HalfOnCpu.LacksKernel(e.Message))
        {
            throw new InputException(HalfOnCpu.Refusal(model.Path, OneLine(e.Message)), e);
        }
        catch (OnnxRuntimeGenAIException e)
        {
            throw new InputException($"{model.Path}: ONNX Runtime GenAI cannot open it: {OneLine(e.Message)}. Export the model again.", e);
        }
        catch (DllNotFoundException e)
        {
            throw new InputException($"ONNX Runtime GenAI cannot be loaded: {OneLine(e.Message)}. hir doctor says what is missing.", e);
        }
    }

    /// <summary>What the sessions of <see cref="SessionFactory"/> are opened with, in GenAI's words.</summary>
    private static string SessionOptions(EngineOptions options)
    {
        JsonObject session = new()
        {
            ["inter_op_num_threads"] = 1,
            ["enable_mem_pattern"] = false,
            ["session.intra_op.allow_spinning"] = "0",
        };
        if (options.Threads > 0) session["intra_op_num_threads"] = options.Threads;
        JsonObject decoder = new() { ["session_options"] = session };
        return new JsonObject { ["model"] = new JsonObject { ["decoder"] = decoder } }.ToJsonString();
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
