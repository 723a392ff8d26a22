using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Hir.Compat.Tests.TorchSharp;

[Collection(TorchTests.Name)]
public sealed class ModuleTests
{
    [Fact]
    public void NamedParameters_OfANestedModule_AreDottedAndInOrder()
    {
        using var block = new Block();

        Assert.Equal(["w_o", "layers.0.weight", "layers.0.bias", "layers.1.weight", "table.weight"],
            block.named_parameters().Select(p => p.name));
        Assert.Equal(["steps"], block.named_buffers().Select(b => b.name));
        Assert.Equal(["layers", "table", "layers.0", "layers.1"], block.named_modules().Select(m => m.name));
        Assert.Equal(["layers", "table"], block.named_children().Select(m => m.name));
        Assert.Same(block.Scale, block.get_parameter("w_o"));
        Assert.Same(block.Layers[1].weight, block.get_parameter("layers.1.weight"));
        Assert.Null(block.get_parameter("layers.7.weight"));
        Assert.Equal(nameof(Block), block.GetName());
    }

    [Fact]
    public void StateDict_Saved_AndLoaded_CopiesValuesInPlace()
    {
        using var a = new Block();
        using var b = new Block();
        Dictionary<string, Tensor> saved = a.state_dict();
        Assert.Same(a.Scale, saved["w_o"]);
        Assert.Contains("steps", saved.Keys);
        Parameter kept = b.Scale;

        (IList<string> missing, IList<string> unexpected) = b.load_state_dict(saved);

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.Same(kept, b.Scale);
        Assert.True(a.Layers[0].weight.Equals(b.Layers[0].weight));
        Assert.True(a.Table.weight!.Equals(b.Table.weight!));
        Assert.True(b.Scale.requires_grad);
        saved.Remove("w_o");
        Assert.Throws<InvalidOperationException>(() => b.load_state_dict(saved));
        Assert.Equal(["w_o"], b.load_state_dict(saved, strict: false).missing_keys);
    }

    [Fact]
    public void To_AnotherType_ReplacesParametersAndKeepsIntegerBuffers()
    {
        using Block block = new Block().to(float64);

        Assert.All(block.parameters(), p => Assert.Equal(float64, p.dtype));
        Assert.Equal(int64, block.get_buffer("steps")!.dtype);
        Assert.Same(block.Scale, block.get_parameter("w_o"));
        Assert.True(block.Scale.requires_grad && block.Scale.is_leaf);
        using Tensor result = block.call(tensor([1L, 2L]));
        Assert.Equal(float64, result.dtype);
        result.sum().backward();
        Assert.All(block.parameters().Where(p => p.requires_grad), p => Assert.NotNull(p.grad));
        Parameter unchanged = block.Scale;
        block.to(float64);
        Assert.Same(unchanged, block.Scale);
        Assert.Throws<ArgumentException>(() => block.to(int64));
    }

    [Fact]
    public void TrainAndEval_ReachEverySubmodule()
    {
        using var block = new Block();
        Assert.True(block.training);
        block.eval();
        Assert.All(block.modules(), m => Assert.False(m.training));
        block.train();
        Assert.All(block.modules(), m => Assert.True(m.training));
    }

    [Fact]
    public void ZeroGrad_ByDefault_DropsGradients()
    {
        using var block = new Block();
        using DisposeScope scope = NewDisposeScope();
        block.call(tensor([1L, 2L])).sum().backward();
        Assert.NotNull(block.Scale.grad);
        block.zero_grad(set_to_none: false);
        Assert.Equal(0, block.Scale.grad!.abs().sum().ToSingle());
        block.zero_grad();
        Assert.Null(block.Scale.grad);
    }

    [Fact]
    public void Dispose_OfAModule_DisposesAllItHolds()
    {
        TorchTests.Collect();
        long before = Tensor.TotalCount;
        var block = new Block();
        List<Parameter> parameters = [.. block.parameters()];
        Assert.True(Tensor.TotalCount > before);
        block.Dispose();

        Assert.All(parameters, p => Assert.True(p.IsInvalid));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Parameter_OfATensor_TakesItsHandleOver()
    {
        Tensor data = ones(2);
        using var parameter = new Parameter(data);

        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        using Parameter frozen = nn.Parameter(ones(2), requires_grad: false);
        Assert.False(frozen.requires_grad);
    }

    [Fact]
    public void ScopesAroundConstruction_DisposePlainParametersButNotLinearOnes()
    {
        Block block;
        using (NewDisposeScope()) block = new Block();

        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.1.weight"], block.named_parameters().Select(p => p.name));
        block.Dispose();
    }

    [Fact]
    public void Linear_OfAGivenWeight_SharesIt()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = nn.Parameter(ones(3, 2));
        using Linear a = nn.Linear(weight), b = nn.Linear(weight);
        Assert.Same(a.weight, b.weight);
        Assert.Equal((2L, 3L), (a.in_features, a.out_features));
        Assert.Null(a.bias);
        (a.call(ones(1, 2)) + b.call(ones(1, 2))).sum().backward();
        Assert.Equal(2, weight.grad![0, 0].ToSingle());
        Assert.InRange(nn.Linear(100, 50).weight.abs().max().ToSingle(), 0.05f, 0.1f);
    }

    [Fact]
    public void Embedding_Weight_IsANewObjectOverTheSameStorage()
    {
        using Embedding table = nn.Embedding(5, 3, padding_idx: 0);
        using Parameter first = table.weight!, second = table.weight!;
        using (no_grad()) first.fill_(2).Dispose();

        Assert.NotSame(first, second);
        Assert.Equal(30, second.sum().ToSingle());
        table.call(tensor([0L, 1L, 1L])).sum().backward();
        TorchTests.AssertTensor(first.grad!.sum([1]), float32, [5], [0, 6, 0, 0, 0]);
        using Embedding frozen = nn.Embedding_from_pretrained(ones(2, 2));
        Assert.False(frozen.weight!.requires_grad);
    }

    [Fact]
    public void Registration_OfABadName_IsRefused()
    {
        using var block = new Block();
        Assert.Throws<ArgumentException>(() => block.register_module("a.b", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => block.register_module("", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => block.register_parameter("w_o", nn.Parameter(ones(1))));
        Assert.Throws<ArgumentNullException>(() => block.register_parameter("other", null!));
        Assert.Throws<ArgumentNullException>(() => block.register_buffer("other", null!));
    }

    [Fact]
    public void Hooks_AroundForward_ChangeInputAndResultUntilRemoved()
    {
        using Linear layer = nn.Linear(nn.Parameter(eye(2)));
        using DisposeScope scope = NewDisposeScope();
        var pre = layer.register_forward_pre_hook((_, x) => x * 10);
        var post = layer.register_forward_hook((_, _, y) => y + 1);
        TorchTests.AssertTensor(layer.call(ones(2)), float32, [2], [11, 11]);
        pre.remove();
        post.remove();
        TorchTests.AssertTensor(layer.call(ones(2)), float32, [2], [1, 1]);
    }

    [Fact]
    public void Init_OfEachKind_HasItsBoundsAndLeavesNoGraph()
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter w = nn.Parameter(empty(40, 60));
        nn.init.xavier_uniform_(w);
        Assert.InRange(w.abs().max().ToDouble(), 0.2, Math.Sqrt(6.0 / 100));
        nn.init.kaiming_normal_(w);
        Assert.InRange(w.std().ToDouble(), 0.16, 0.21);
        nn.init.trunc_normal_(w, std: 1, a: -1, b: 1);
        Assert.True(w.abs().max().ToDouble() <= 1);
        nn.init.constant_(w, 3);
        Assert.Equal(3 * 2400, w.sum().ToSingle());
        Assert.True(w.is_leaf && w.requires_grad);
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = "w_o")]
        private readonly Parameter scale = nn.Parameter(ones(4));

        private readonly ModuleList<Linear> layers = nn.ModuleList(nn.Linear(4, 4), nn.Linear(4, 4, hasBias: false));
        private readonly Embedding table = nn.Embedding(6, 4);
        private readonly Tensor steps = zeros(1, int64);
        private readonly Linear? none = null;

        public Block() : base(nameof(Block)) => RegisterComponents();

        public Parameter Scale => scale;

        public ModuleList<Linear> Layers => layers;

        public Embedding Table => table;

        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = table.call(input);
            foreach (Linear layer in layers) x = x + layer.call(x).tanh();
            return (none is null ? x * scale : x).MoveToOuterDisposeScope();
        }
    }
}
