using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class ErrorTests
{
    private static readonly Dictionary<string, (Action Act, string Says)> NativeErrors = new()
    {
        ["mm, shapes"] = (() => ones(2, 3).mm(ones(2, 3)), "cannot be multiplied"),
        ["matmul, shapes"] = (() => ones(2, 3).matmul(ones(2, 3)), "cannot be multiplied"),
        ["add, shapes"] = (() => _ = ones(2, 3) + ones(2, 4), "must match the size"),
        ["view, shape"] = (() => ones(6).view(4), "invalid for input of size 6"),
        ["gather, index type"] = (() => ones(2).gather(0, tensor([0, 1])), "int64"),
        ["select, out of range"] = (() => ones(2).select(0, 5), "out of range"),
        ["index_select, out of range"] = (() => ones(2).index_select(0, tensor([5L])), "out of range"),
        ["cat, shapes"] = (() => cat([ones(2, 3), ones(3, 2)]), "Sizes of tensors must match"),
        ["embedding, out of range"] = (() => nn.Embedding(3, 2).call(tensor([7L])), "out of range"),
        ["cross_entropy, target type"] = (() => F.cross_entropy(ones(2, 3), tensor([0, 1])), "expected scalar type Long"),
        ["size of a dimension that is not there"] = (() => ones(2).size(3), "out of range"),
        ["backward of several numbers"] = (() => ones(2, requires_grad: true).mul(2).backward(), "scalar outputs"),
        ["second backward"] = (() => TwiceBackward(), "second time"),
        ["leaf changed in place"] = (() => ones(2, requires_grad: true).add_(1), "leaf Variable"),
        ["integer tensor that requires grad"] = (() => ones(2, int64).requires_grad = true, "floating point"),
        ["autograd.grad, unused input"] = (() => autograd.grad([ones(1, requires_grad: true)], [ones(1, requires_grad: true)]), "unused"),
        ["set_rng_state, wrong state"] = (() => set_rng_state(ones(3, uint8)), "RNG state"),
        ["cuda without a GPU"] = (() => cuda.synchronize(), "CUDA"),
        ["einsum, equation"] = (() => einsum("ij,jk", ones(2)), "einsum"),
    };

    public static TheoryData<string> NativeErrorNames => [.. NativeErrors.Keys];

    [Theory]
    [MemberData(nameof(NativeErrorNames))]
    public void NativeError_OfEachKind_IsAnExternalExceptionWithTheMessage(string name)
    {
        if (name.StartsWith("cuda", StringComparison.Ordinal) && cuda.is_available()) return;
        using DisposeScope scope = NewDisposeScope();

        var error = Assert.Throws<ExternalException>(NativeErrors[name].Act);

        Assert.Contains(NativeErrors[name].Says, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, ones(3).sum().ToSingle());
    }

    [Fact]
    public void AnyMember_OfADisposedTensor_SaysThatTheHandleIsEmpty()
    {
        Tensor gone = ones(2);
        gone.Dispose();
        Action[] uses = [() => gone.neg(), () => _ = gone + 1, () => _ = gone.shape, () => _ = gone.dtype, () => gone.sum(),
            () => gone.item<float>(), () => cat([gone])];

        Assert.True(gone.IsInvalid);
        foreach (Action use in uses) Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(use).Message);
    }

    [Fact]
    public void Arguments_ThatNativeCodeMustNotSee_AreRefused()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Throws<ArgumentNullException>(() => ones(2).add((Tensor)null!));
        Assert.Throws<ArgumentException>(() => cat(new List<Tensor>()));
        Assert.Throws<ArgumentException>(() => tensor([1f, 2f], [2, 2]));
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Throws<ArgumentException>(() => ones(1).item<double>());
        Assert.Throws<ArgumentException>(() => ones(1).item<int>());
        Assert.Throws<ArgumentException>(() => ones(1).data<double>());
        Assert.Throws<ArgumentException>(() => ones(2).ToSingle());
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(ones(1, 2, 2), ones(1, 2, 2), ones(1, 2, 2), p: -1));
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(ones(1, 2, 2), ones(1, 2, 2), ones(1, 2, 2), ones(2, 2),
            is_casual: true));
        Assert.Throws<ArgumentException>(() => new Device("toaster"));
        Assert.Throws<InvalidOperationException>(() => ones(2, 3).t().bytes.Length);
        Assert.Throws<ArgumentException>(() => ones(2).bytes = new byte[7]);
    }

    [Fact]
    public void Errors_OfTwoThreads_KeepTheirOwnMessages()
    {
        string[] messages = new string[2];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() =>
        {
            for (int n = 0; n < 200; n++)
            {
                using DisposeScope scope = NewDisposeScope();
                string message = Assert.Throws<ExternalException>(() => ones(6).view(i == 0 ? 4 : 5)).Message;
                if (n == 0) messages[i] = message;
                else if (message != messages[i]) messages[i] = "mixed";
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        Assert.Contains("[4]", messages[0], StringComparison.Ordinal);
        Assert.Contains("[5]", messages[1], StringComparison.Ordinal);
    }

    private static void TwiceBackward()
    {
        Tensor x = ones(1, requires_grad: true), y = x.exp();
        y.backward();
        y.backward();
    }
}
