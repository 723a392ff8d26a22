namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor abs() => Native.abs(this);

        public Tensor abs_() => Native.abs_(this);

        public Tensor ceil() => Native.ceil(this);

        public Tensor ceil_() => Native.ceil_(this);

        public Tensor cos() => Native.cos(this);

        public Tensor cos_() => Native.cos_(this);

        public Tensor cosh() => Native.cosh(this);

        public Tensor cosh_() => Native.cosh_(this);

        public Tensor erf() => Native.erf(this);

        public Tensor erf_() => Native.erf_(this);

        public Tensor erfc() => Native.erfc(this);

        public Tensor erfc_() => Native.erfc_(this);

        public Tensor exp() => Native.exp(this);

        public Tensor exp_() => Native.exp_(this);

        public Tensor expm1() => Native.expm1(this);

        public Tensor expm1_() => Native.expm1_(this);

        public Tensor floor() => Native.floor(this);

        public Tensor floor_() => Native.floor_(this);

        public Tensor frac() => Native.frac(this);

        public Tensor frac_() => Native.frac_(this);

        public Tensor log() => Native.log(this);

        public Tensor log_() => Native.log_(this);

        public Tensor log10() => Native.log10(this);

        public Tensor log10_() => Native.log10_(this);

        public Tensor log1p() => Native.log1p(this);

        public Tensor log1p_() => Native.log1p_(this);

        public Tensor log2() => Native.log2(this);

        public Tensor log2_() => Native.log2_(this);

        public Tensor neg() => Native.neg(this);

        public Tensor neg_() => Native.neg_(this);

        public Tensor reciprocal() => Native.reciprocal(this);

        public Tensor reciprocal_() => Native.reciprocal_(this);

        public Tensor relu() => Native.relu(this);

        public Tensor relu_() => Native.relu_(this);

        public Tensor rsqrt() => Native.rsqrt(this);

        public Tensor rsqrt_() => Native.rsqrt_(this);

        public Tensor sigmoid() => Native.sigmoid(this);

        public Tensor sigmoid_() => Native.sigmoid_(this);

        public Tensor sign() => Native.sign(this);

        public Tensor sign_() => Native.sign_(this);

        public Tensor sin() => Native.sin(this);

        public Tensor sin_() => Native.sin_(this);

        public Tensor sinh() => Native.sinh(this);

        public Tensor sinh_() => Native.sinh_(this);

        public Tensor sqrt() => Native.sqrt(this);

        public Tensor sqrt_() => Native.sqrt_(this);

        public Tensor tan() => Native.tan(this);

        public Tensor tan_() => Native.tan_(this);

        public Tensor tanh() => Native.tanh(this);

        public Tensor tanh_() => Native.tanh_(this);

        public Tensor trunc() => Native.trunc(this);

        public Tensor trunc_() => Native.trunc_(this);

        public Tensor silu() => Native.silu(this);

        public Tensor silu_() => Native.silu_(this);

        public Tensor logical_not() => Native.logical_not(this);

        public Tensor logical_not_() => Native.logical_not_(this);

        public Tensor square() => Native.square(this);

        public Tensor isnan() => Native.isnan(this);

        public Tensor isinf() => Native.isinf(this);

        public Tensor isfinite() => Native.isfinite(this);

        public Tensor log_sigmoid() => Native.log_sigmoid(this);

        public Tensor absolute() => Native.abs(this);

        public Tensor absolute_() => Native.abs_(this);

        public Tensor negative() => Native.neg(this);

        public Tensor positive() => Native.share(this);

        public Tensor gelu() => Native.gelu(this, false);

        public Tensor gelu(Modules.GELU.Approximate approximate) => Native.gelu(this, approximate == Modules.GELU.Approximate.tanh);

        public Tensor gelu_() => Native.gelu_(this, false);

        public Tensor gelu_(Modules.GELU.Approximate approximate) => Native.gelu_(this, approximate == Modules.GELU.Approximate.tanh);

        public Tensor softplus(double beta = 1, double threshold = 20) => Native.softplus(this, beta, threshold);

        public Tensor round(long decimals = 0) => Native.round(this, decimals);

        public Tensor round_(long decimals = 0) => Native.round_(this, decimals);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Native.clamp(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Native.clamp_tensor(this, min, max);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Native.clamp_(this, min, max);

        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => Native.clamp_tensor_(this, min, max);

        public Tensor clip(Scalar? min = null, Scalar? max = null) => Native.clamp(this, min, max);

        public Tensor clamp_min(Scalar min) => Native.clamp(this, Given(min), default);

        public Tensor clamp_min_(Scalar min) => Native.clamp_(this, Given(min), default);

        public Tensor clamp_max(Scalar max) => Native.clamp(this, default, Given(max));

        public Tensor clamp_max_(Scalar max) => Native.clamp_(this, default, Given(max));

        public Tensor nan_to_num(double nan = 0, double? posinf = null, double? neginf = null) =>
            Native.nan_to_num(this, nan, Maybe(posinf), Maybe(neginf));

        public Tensor nan_to_num_(double nan = 0, double? posinf = null, double? neginf = null) =>
            Native.nan_to_num_(this, nan, Maybe(posinf), Maybe(neginf));

        private static Number Maybe(double? value) => value is { } v ? new Number(v) : default;

        private static Number Given(Scalar scalar) => scalar ?? throw new ArgumentNullException(nameof(scalar));
    }
}
