// Matrix products, layers without state, and losses.
#include "shim.h"

OP(matmul, (Tensor a, Tensor b), a->matmul(*b))
OP(mm, (Tensor a, Tensor b), a->mm(*b))
OP(mv, (Tensor a, Tensor b), a->mv(*b))
OP(dot, (Tensor a, Tensor b), a->dot(*b))
OP(bmm, (Tensor a, Tensor b), a->bmm(*b))
OP(addmm, (Tensor t, Tensor a, Tensor b, float beta, float alpha), t->addmm(*a, *b, beta, alpha))
OP(addmm_, (Tensor t, Tensor a, Tensor b, float beta, float alpha), t->addmm_(*a, *b, beta, alpha))
OP(baddbmm, (Tensor t, Tensor a, Tensor b, float beta, float alpha), t->baddbmm(*a, *b, beta, alpha))
OP(einsum, (const char* equation, Tensor const* tensors, int64_t count), at::einsum(equation, tensors_of(tensors, count)))

OP(linear, (Tensor x, Tensor weight, Tensor bias), at::linear(*x, *weight, maybe(bias)))
OP(embedding, (Tensor weight, Tensor ids, int64_t padding, bool scale, bool sparse), at::embedding(*weight, *ids, padding, scale, sparse))
OP(embedding_renorm_, (Tensor weight, Tensor ids, double max, double type), at::embedding_renorm_(*weight, *ids, max, type))
OP(layer_norm, (Tensor x, Sizes shape, Tensor weight, Tensor bias, double eps), at::layer_norm(*x, shape, maybe(weight), maybe(bias), eps))
OP(dropout, (Tensor x, double p, bool training), at::dropout(*x, p, training))
OP(dropout_, (Tensor x, double p, bool training), at::dropout_(*x, p, training))
OP(one_hot, (Tensor x, int64_t classes), at::one_hot(*x, classes))
OP(pad_constant, (Tensor x, Sizes pad, double value), at::constant_pad_nd(*x, pad, value))

// mode: 1 reflect, 2 replicate; how many dimensions are padded decides the kernel.
OP(pad_mode, (Tensor x, Sizes pad, int32_t mode), [&] {
    switch (mode * 10 + pad.count)
    {
    case 12: return at::reflection_pad1d(*x, pad);
    case 14: return at::reflection_pad2d(*x, pad);
    case 16: return at::reflection_pad3d(*x, pad);
    case 22: return at::replication_pad1d(*x, pad);
    case 24: return at::replication_pad2d(*x, pad);
    case 26: return at::replication_pad3d(*x, pad);
    default: TORCH_CHECK(false, "pad: reflect and replicate take 2, 4 or 6 amounts, not ", pad.count);
    }
}())

// reduction: 0 none, 1 mean, 2 sum (at::Reduction's codes)
OP(cross_entropy, (Tensor x, Tensor target, Tensor weight, int64_t reduction, int64_t ignore, double smoothing),
    at::cross_entropy_loss(*x, *target, maybe(weight), reduction, ignore, smoothing))
OP(nll_loss, (Tensor x, Tensor target, Tensor weight, int64_t reduction), at::nll_loss_nd(*x, *target, maybe(weight), reduction, -100))
OP(mse_loss, (Tensor x, Tensor target, int64_t reduction), at::mse_loss(*x, *target, reduction))
OP(l1_loss, (Tensor x, Tensor target, int64_t reduction), at::l1_loss(*x, *target, reduction))
OP(kl_div, (Tensor x, Tensor target, int64_t reduction, bool log_target), at::kl_div(*x, *target, reduction, log_target))
OP(binary_cross_entropy_with_logits, (Tensor x, Tensor target, Tensor weight, Tensor positive, int64_t reduction),
    at::binary_cross_entropy_with_logits(*x, *target, maybe(weight), maybe(positive), reduction))
