using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp;

// Entry points of native/pointwise.cpp: functions of one element.
internal static unsafe partial class Native
{
    [LibraryImport(Library, EntryPoint = "ht_abs")] internal static partial Tensor abs(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_abs_")] internal static partial Tensor abs_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_ceil")] internal static partial Tensor ceil(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_ceil_")] internal static partial Tensor ceil_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_cos")] internal static partial Tensor cos(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_cos_")] internal static partial Tensor cos_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_cosh")] internal static partial Tensor cosh(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_cosh_")] internal static partial Tensor cosh_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_erf")] internal static partial Tensor erf(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_erf_")] internal static partial Tensor erf_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_erfc")] internal static partial Tensor erfc(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_erfc_")] internal static partial Tensor erfc_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_exp")] internal static partial Tensor exp(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_exp_")] internal static partial Tensor exp_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_expm1")] internal static partial Tensor expm1(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_expm1_")] internal static partial Tensor expm1_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_floor")] internal static partial Tensor floor(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_floor_")] internal static partial Tensor floor_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_frac")] internal static partial Tensor frac(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_frac_")] internal static partial Tensor frac_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log")] internal static partial Tensor log(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log_")] internal static partial Tensor log_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log10")] internal static partial Tensor log10(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log10_")] internal static partial Tensor log10_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log1p")] internal static partial Tensor log1p(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log1p_")] internal static partial Tensor log1p_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log2")] internal static partial Tensor log2(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log2_")] internal static partial Tensor log2_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_logical_not")] internal static partial Tensor logical_not(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_logical_not_")] internal static partial Tensor logical_not_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_neg")] internal static partial Tensor neg(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_neg_")] internal static partial Tensor neg_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_reciprocal")] internal static partial Tensor reciprocal(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_reciprocal_")] internal static partial Tensor reciprocal_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_relu")] internal static partial Tensor relu(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_relu_")] internal static partial Tensor relu_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_rsqrt")] internal static partial Tensor rsqrt(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_rsqrt_")] internal static partial Tensor rsqrt_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sigmoid")] internal static partial Tensor sigmoid(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sigmoid_")] internal static partial Tensor sigmoid_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sign")] internal static partial Tensor sign(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sign_")] internal static partial Tensor sign_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sin")] internal static partial Tensor sin(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sin_")] internal static partial Tensor sin_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sinh")] internal static partial Tensor sinh(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sinh_")] internal static partial Tensor sinh_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sqrt")] internal static partial Tensor sqrt(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_sqrt_")] internal static partial Tensor sqrt_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_tan")] internal static partial Tensor tan(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_tan_")] internal static partial Tensor tan_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_tanh")] internal static partial Tensor tanh(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_tanh_")] internal static partial Tensor tanh_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_trunc")] internal static partial Tensor trunc(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_trunc_")] internal static partial Tensor trunc_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_square")] internal static partial Tensor square(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_not")] internal static partial Tensor bitwise_not(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_isnan")] internal static partial Tensor isnan(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_isinf")] internal static partial Tensor isinf(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_isfinite")] internal static partial Tensor isfinite(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_silu")] internal static partial Tensor silu(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_silu_")] internal static partial Tensor silu_(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_log_sigmoid")] internal static partial Tensor log_sigmoid(Tensor t);
    [LibraryImport(Library, EntryPoint = "ht_gelu")] internal static partial Tensor gelu(Tensor t, Flag tanh);
    [LibraryImport(Library, EntryPoint = "ht_gelu_")] internal static partial Tensor gelu_(Tensor t, Flag tanh);
    [LibraryImport(Library, EntryPoint = "ht_softplus")] internal static partial Tensor softplus(Tensor t, double beta, double threshold);
    [LibraryImport(Library, EntryPoint = "ht_leaky_relu")] internal static partial Tensor leaky_relu(Tensor t, double slope);
    [LibraryImport(Library, EntryPoint = "ht_leaky_relu_")] internal static partial Tensor leaky_relu_(Tensor t, double slope);
    [LibraryImport(Library, EntryPoint = "ht_round")] internal static partial Tensor round(Tensor t, long decimals);
    [LibraryImport(Library, EntryPoint = "ht_round_")] internal static partial Tensor round_(Tensor t, long decimals);
    [LibraryImport(Library, EntryPoint = "ht_mul")] internal static partial Tensor mul(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_mul_")] internal static partial Tensor mul_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_mul_number")] internal static partial Tensor mul_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_mul_number_")] internal static partial Tensor mul_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_pow")] internal static partial Tensor pow(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_pow_")] internal static partial Tensor pow_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_pow_number")] internal static partial Tensor pow_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_pow_number_")] internal static partial Tensor pow_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_remainder")] internal static partial Tensor remainder(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_remainder_")] internal static partial Tensor remainder_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_remainder_number")] internal static partial Tensor remainder_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_remainder_number_")] internal static partial Tensor remainder_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_eq")] internal static partial Tensor eq(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_eq_")] internal static partial Tensor eq_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_eq_number")] internal static partial Tensor eq_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_eq_number_")] internal static partial Tensor eq_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_ne")] internal static partial Tensor ne(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_ne_")] internal static partial Tensor ne_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_ne_number")] internal static partial Tensor ne_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_ne_number_")] internal static partial Tensor ne_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_lt")] internal static partial Tensor lt(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_lt_")] internal static partial Tensor lt_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_lt_number")] internal static partial Tensor lt_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_lt_number_")] internal static partial Tensor lt_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_le")] internal static partial Tensor le(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_le_")] internal static partial Tensor le_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_le_number")] internal static partial Tensor le_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_le_number_")] internal static partial Tensor le_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_gt")] internal static partial Tensor gt(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_gt_")] internal static partial Tensor gt_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_gt_number")] internal static partial Tensor gt_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_gt_number_")] internal static partial Tensor gt_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_ge")] internal static partial Tensor ge(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_ge_")] internal static partial Tensor ge_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_ge_number")] internal static partial Tensor ge_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_ge_number_")] internal static partial Tensor ge_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_floor_divide")] internal static partial Tensor floor_divide(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_floor_divide_")] internal static partial Tensor floor_divide_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_floor_divide_number")] internal static partial Tensor floor_divide_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_floor_divide_number_")]
    internal static partial Tensor floor_divide_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_logical_and")] internal static partial Tensor logical_and(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_logical_and_")] internal static partial Tensor logical_and_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_logical_or")] internal static partial Tensor logical_or(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_logical_or_")] internal static partial Tensor logical_or_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_logical_xor")] internal static partial Tensor logical_xor(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_logical_xor_")] internal static partial Tensor logical_xor_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_and")] internal static partial Tensor bitwise_and(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_and_")] internal static partial Tensor bitwise_and_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_or")] internal static partial Tensor bitwise_or(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_or_")] internal static partial Tensor bitwise_or_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_xor")] internal static partial Tensor bitwise_xor(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_bitwise_xor_")] internal static partial Tensor bitwise_xor_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_maximum")] internal static partial Tensor maximum(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_minimum")] internal static partial Tensor minimum(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_logaddexp")] internal static partial Tensor logaddexp(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_outer")] internal static partial Tensor outer(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_add")] internal static partial Tensor add(Tensor a, Tensor b, Number alpha);
    [LibraryImport(Library, EntryPoint = "ht_add_")] internal static partial Tensor add_(Tensor a, Tensor b, Number alpha);
    [LibraryImport(Library, EntryPoint = "ht_add_number")] internal static partial Tensor add_number(Tensor a, Number b, Number alpha);
    [LibraryImport(Library, EntryPoint = "ht_add_number_")] internal static partial Tensor add_number_(Tensor a, Number b, Number alpha);
    [LibraryImport(Library, EntryPoint = "ht_sub")] internal static partial Tensor sub(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_sub_")] internal static partial Tensor sub_(Tensor a, Tensor b);
    [LibraryImport(Library, EntryPoint = "ht_sub_number")] internal static partial Tensor sub_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_sub_number_")] internal static partial Tensor sub_number_(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_rsub_number")] internal static partial Tensor rsub_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_div", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor div(Tensor a, Tensor b, string? mode);
    [LibraryImport(Library, EntryPoint = "ht_div_", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor div_(Tensor a, Tensor b, string? mode);
    [LibraryImport(Library, EntryPoint = "ht_div_number", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor div_number(Tensor a, Number b, string? mode);
    [LibraryImport(Library, EntryPoint = "ht_div_number_", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial Tensor div_number_(Tensor a, Number b, string? mode);
    [LibraryImport(Library, EntryPoint = "ht_rdiv_number")] internal static partial Tensor rdiv_number(Tensor a, Number b);
    [LibraryImport(Library, EntryPoint = "ht_addcmul")] internal static partial Tensor addcmul(Tensor t, Tensor a, Tensor b, Number value);
    [LibraryImport(Library, EntryPoint = "ht_addcmul_")]
    internal static partial Tensor addcmul_(Tensor t, Tensor a, Tensor b, Number value);
    [LibraryImport(Library, EntryPoint = "ht_addcdiv")] internal static partial Tensor addcdiv(Tensor t, Tensor a, Tensor b, Number value);
    [LibraryImport(Library, EntryPoint = "ht_addcdiv_")]
    internal static partial Tensor addcdiv_(Tensor t, Tensor a, Tensor b, Number value);
    [LibraryImport(Library, EntryPoint = "ht_lerp")] internal static partial Tensor lerp(Tensor t, Tensor @end, Tensor weight);
    [LibraryImport(Library, EntryPoint = "ht_lerp_")] internal static partial Tensor lerp_(Tensor t, Tensor @end, Tensor weight);
    [LibraryImport(Library, EntryPoint = "ht_clamp")] internal static partial Tensor clamp(Tensor t, Number min, Number max);
    [LibraryImport(Library, EntryPoint = "ht_clamp_")] internal static partial Tensor clamp_(Tensor t, Number min, Number max);
    [LibraryImport(Library, EntryPoint = "ht_clamp_tensor")]
    internal static partial Tensor clamp_tensor(
        Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? min,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? max);
    [LibraryImport(Library, EntryPoint = "ht_clamp_tensor_")]
    internal static partial Tensor clamp_tensor_(
        Tensor t, [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? min,
        [MarshalUsing(typeof(OptionalTensorMarshaller))] Tensor? max);
    [LibraryImport(Library, EntryPoint = "ht_nan_to_num")]
    internal static partial Tensor nan_to_num(Tensor t, double nan, Number pos, Number neg);
    [LibraryImport(Library, EntryPoint = "ht_nan_to_num_")]
    internal static partial Tensor nan_to_num_(Tensor t, double nan, Number pos, Number neg);
}
