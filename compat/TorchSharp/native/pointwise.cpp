// Arithmetic, comparison and the functions of one element.
#include "shim.h"

// A function of one tensor, and its in-place form.
#define UNARY(name) OP(name, (Tensor t), t->name())
#define UNARY2(name) UNARY(name) OP(name##_, (Tensor t), t->name##_())

UNARY2(abs)
UNARY2(ceil)
UNARY2(cos)
UNARY2(cosh)
UNARY2(erf)
UNARY2(erfc)
UNARY2(exp)
UNARY2(expm1)
UNARY2(floor)
UNARY2(frac)
UNARY2(log)
UNARY2(log10)
UNARY2(log1p)
UNARY2(log2)
UNARY2(logical_not)
UNARY2(neg)
UNARY2(reciprocal)
UNARY2(relu)
UNARY2(rsqrt)
UNARY2(sigmoid)
UNARY2(sign)
UNARY2(sin)
UNARY2(sinh)
UNARY2(sqrt)
UNARY2(tan)
UNARY2(tanh)
UNARY2(trunc)
UNARY(square)
UNARY(bitwise_not)
UNARY(isnan)
UNARY(isinf)
UNARY(isfinite)
OP(silu, (Tensor t), at::silu(*t))
OP(silu_, (Tensor t), at::silu_(*t))
OP(log_sigmoid, (Tensor t), at::log_sigmoid(*t))
OP(gelu, (Tensor t, bool tanh), at::gelu(*t, tanh ? "tanh" : "none"))
OP(gelu_, (Tensor t, bool tanh), at::gelu_(*t, tanh ? "tanh" : "none"))
OP(softplus, (Tensor t, double beta, double threshold), at::softplus(*t, beta, threshold))
OP(leaky_relu, (Tensor t, double slope), at::leaky_relu(*t, slope))
OP(leaky_relu_, (Tensor t, double slope), at::leaky_relu_(*t, slope))
OP(round, (Tensor t, int64_t decimals), t->round(decimals))
OP(round_, (Tensor t, int64_t decimals), t->round_(decimals))

// A function of two tensors, and with a number on the right.
#define BINARY(name) OP(name, (Tensor a, Tensor b), a->name(*b))
#define BINARY2(name) BINARY(name) OP(name##_, (Tensor a, Tensor b), a->name##_(*b))
#define WITH_NUMBER(name) OP(name##_number, (Tensor a, Number b), a->name(b.get()))
#define WITH_NUMBER2(name) WITH_NUMBER(name) OP(name##_number_, (Tensor a, Number b), a->name##_(b.get()))
#define ARITHMETIC(name) BINARY2(name) WITH_NUMBER2(name)

ARITHMETIC(mul)
ARITHMETIC(pow)
ARITHMETIC(remainder)
ARITHMETIC(eq)
ARITHMETIC(ne)
ARITHMETIC(lt)
ARITHMETIC(le)
ARITHMETIC(gt)
ARITHMETIC(ge)
ARITHMETIC(floor_divide)
BINARY2(logical_and)
BINARY2(logical_or)
BINARY2(logical_xor)
BINARY2(bitwise_and)
BINARY2(bitwise_or)
BINARY2(bitwise_xor)
BINARY(maximum)
BINARY(minimum)
BINARY(logaddexp)
BINARY(outer)

OP(add, (Tensor a, Tensor b, Number alpha), a->add(*b, alpha.get()))
OP(add_, (Tensor a, Tensor b, Number alpha), a->add_(*b, alpha.get()))
OP(add_number, (Tensor a, Number b, Number alpha), a->add(b.get(), alpha.get()))
OP(add_number_, (Tensor a, Number b, Number alpha), a->add_(b.get(), alpha.get()))
OP(sub, (Tensor a, Tensor b), a->sub(*b))
OP(sub_, (Tensor a, Tensor b), a->sub_(*b))
OP(sub_number, (Tensor a, Number b), a->sub(b.get()))
OP(sub_number_, (Tensor a, Number b), a->sub_(b.get()))
OP(rsub_number, (Tensor a, Number b), at::rsub(*a, b.get()))

// How a quotient is rounded; null: not at all. The optional string view that it turns into has other names in other versions.
struct Rounding
{
    const char* mode;

    template <class View>
    operator Maybe<View>() const
    {
        return mode ? Maybe<View>(View(mode)) : Maybe<View>();
    }
};

OP(div, (Tensor a, Tensor b, const char* mode), a->div(*b, Rounding{mode}))
OP(div_, (Tensor a, Tensor b, const char* mode), a->div_(*b, Rounding{mode}))
OP(div_number, (Tensor a, Number b, const char* mode), a->div(b.get(), Rounding{mode}))
OP(div_number_, (Tensor a, Number b, const char* mode), a->div_(b.get(), Rounding{mode}))
OP(rdiv_number, (Tensor a, Number b), a->reciprocal().mul(b.get()))

OP(addcmul, (Tensor t, Tensor a, Tensor b, Number value), t->addcmul(*a, *b, value.get()))
OP(addcmul_, (Tensor t, Tensor a, Tensor b, Number value), t->addcmul_(*a, *b, value.get()))
OP(addcdiv, (Tensor t, Tensor a, Tensor b, Number value), t->addcdiv(*a, *b, value.get()))
OP(addcdiv_, (Tensor t, Tensor a, Tensor b, Number value), t->addcdiv_(*a, *b, value.get()))
OP(lerp, (Tensor t, Tensor end, Tensor weight), t->lerp(*end, *weight))
OP(lerp_, (Tensor t, Tensor end, Tensor weight), t->lerp_(*end, *weight))

OP(clamp, (Tensor t, Number min, Number max), t->clamp(min.maybe(), max.maybe()))
OP(clamp_, (Tensor t, Number min, Number max), t->clamp_(min.maybe(), max.maybe()))
OP(clamp_tensor, (Tensor t, Tensor min, Tensor max), t->clamp(maybe(min), maybe(max)))
OP(clamp_tensor_, (Tensor t, Tensor min, Tensor max), t->clamp_(maybe(min), maybe(max)))

static Maybe<double> if_number(Number n) { return n.kind == 0 ? Maybe<double>() : Maybe<double>(n.get().toDouble()); }

OP(nan_to_num, (Tensor t, double nan, Number pos, Number neg), t->nan_to_num(nan, if_number(pos), if_number(neg)))
OP(nan_to_num_, (Tensor t, double nan, Number pos, Number neg), t->nan_to_num_(nan, if_number(pos), if_number(neg)))
