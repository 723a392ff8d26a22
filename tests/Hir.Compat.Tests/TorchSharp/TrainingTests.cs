using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class TrainingTests
{
    [Fact]
    public void Training_For200Steps_LearnsAndHoldsItsTensorsAndItsMemory()
    {
        manual_seed(3);
        using var model = new Tiny(50, 32);
        using AdamW optimizer = optim.AdamW(model.parameters(), lr: 3e-3, weight_decay: 0.01);
        var counts = new List<long>();
        double first = 0, last = 0;
        long resident = 0;
        for (int step = 0; step < 200; step++)
        {
            using (NewDisposeScope())
            {
                Tensor ids = randint(0, 50, new long[] { 16, 12 });
                Tensor loss = F.cross_entropy(model.call(ids).view(-1, 50), ids.roll(1, 1).flatten());
                model.zero_grad();
                loss.backward();
                utils.clip_grad_norm_(model.parameters(), 1);
                optimizer.step();
                last = loss.ToSingle();
                if (step == 0) first = last;
            }

            if (step == 50)
            {
                TorchTests.Collect();
                resident = ResidentBytes();
            }

            if (step >= 50) counts.Add(Tensor.TotalCount);
        }

        TorchTests.Collect();
        Assert.True(last < first * 0.8, $"{first} -> {last}");
        Assert.Single(counts.Distinct());
        // One step makes some 60 tensors of up to 38 kB: a leak of the graph would cost about 200 MB over these steps.
        long grown = ResidentBytes() - resident;
        Assert.True(grown < 24L << 20, $"resident memory grew by {grown} bytes");
    }

    [Fact]
    public void Training_FromOneSeed_GivesTheSameWeightsTwice()
    {
        float[] a = Run(), b = Run();
        Assert.Equal(a, b);

        static float[] Run()
        {
            using DisposeScope scope = NewDisposeScope();
            manual_seed(11);
            using var model = new Tiny(10, 8);
            foreach (Parameter p in model.parameters()) p.DetachFromDisposeScope();
            using AdamW optimizer = optim.AdamW(model.parameters());
            for (int step = 0; step < 3; step++)
            {
                Tensor ids = randint(0, 10, new long[] { 2, 5 });
                model.zero_grad();
                F.cross_entropy(model.call(ids).view(-1, 10), ids.flatten()).backward();
                optimizer.step();
            }

            return [.. model.parameters().SelectMany(p => p.data<float>().ToArray())];
        }
    }

    private static long ResidentBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    private sealed class Tiny : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding;
        private readonly Linear q;
        private readonly Linear k;
        private readonly Linear v;
        private readonly ModuleList<Linear> layers;
        private readonly Parameter scale;
        private readonly Linear head;

        public Tiny(long vocabulary, long width) : base(nameof(Tiny))
        {
            embedding = Embedding(vocabulary, width);
            (q, k, v) = (Linear(width, width, false), Linear(width, width, false), Linear(width, width, false));
            layers = ModuleList(Linear(width, 2 * width), Linear(2 * width, width));
            scale = Parameter(ones(width));
            head = Linear(width, vocabulary, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = embedding.call(input);
            Tensor normed = x * (x.pow(2).mean([-1], true) + 1e-6).rsqrt() * scale;
            x = x + F.scaled_dot_product_attention(q.call(normed), k.call(normed), v.call(normed), is_casual: true);
            x = x + layers[1].call(F.dropout(F.gelu(layers[0].call(x), global::TorchSharp.Modules.GELU.Approximate.tanh), 0.1, training));
            return head.call(x).MoveToOuterDisposeScope();
        }
    }
}
