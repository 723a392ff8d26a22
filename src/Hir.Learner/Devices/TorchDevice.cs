using System.Globalization;
using Hir.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace Hir.Learner.Devices;

/// <summary>The devices that libtorch can use.</summary>
public static class TorchDevice
{
    /// <summary>Whether libtorch finds a CUDA device.</summary>
    public static bool HasCuda
    {
        get
        {
            ThreadPolicy.LetThreadsSleep();
            return cuda.is_available();
        }
    }

    /// <summary>What `auto` stands for on this machine: cuda where there is one, else cpu.</summary>
    public static string Resolve(string name) => name != "auto" ? name : HasCuda ? "cuda" : "cpu";

    /// <summary>Sets the threads of one operation for the whole process.</summary>
    /// <param name="threads">0 leaves libtorch's own choice.</param>
    internal static void UseThreads(int threads)
    {
        ThreadPolicy.LetThreadsSleep();
        if (threads == 0) return;
        ThreadPolicy.BoundBlasThreads(threads);
        set_num_threads(threads);
    }

    /// <summary>The device of a name: cpu, cuda, cuda:N or auto.</summary>
    /// <exception cref="InputException">The name is none of these, or there is no such device.</exception>
    internal static Device Open(string name)
    {
        string resolved = Resolve(name);
        if (resolved == "cpu") return CPU;
        int index = -1;
        if (resolved != "cuda"
            && !(resolved.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(resolved.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new InputException($"device: '{name}' is none of cpu, cuda, cuda:N, auto. Choose one of them.");
        }

        if (!HasCuda)
        {
            throw new InputException(
                $"device: '{name}' was asked for, but the libtorch that is loaded has no CUDA (libtorch_cuda is missing, or there is no driver or GPU). "
                + "Use --device cpu, or build with the CUDA packages (docs/packages.md).");
        }

        if (index >= cuda.device_count())
        {
            throw new InputException($"device: '{name}' was asked for, but this machine has {cuda.device_count()} CUDA devices, numbered from 0. Choose one of them.");
        }

        return new Device(DeviceType.CUDA, index);
    }
}
