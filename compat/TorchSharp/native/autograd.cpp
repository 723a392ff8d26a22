// Gradients: the backward pass, the modes of recording, and functions whose gradient is written in C#.
#include "shim.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

READ(bool, grad_enabled, (), c10::GradMode::is_enabled())
READ(bool, inference_enabled, (), c10::InferenceMode::is_enabled())
EXPORT void ht_set_grad_enabled(bool on) { c10::GradMode::set_enabled(on); }

EXPORT void* ht_inference_enter(bool on)
{
    return guarded<void*>(nullptr, [&]() -> void* { return new c10::InferenceMode(on); });
}
EXPORT void ht_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

DO(backward, (Tensor const* outputs, int64_t n, Tensor const* gradients, int64_t ng, int32_t retain, bool create,
              Tensor const* inputs, int64_t ni),
    torch::autograd::backward(tensors_of(outputs, n), tensors_of(gradients, ng),
        retain < 0 ? Maybe<bool>() : Maybe<bool>(retain != 0), create, tensors_of(inputs, ni)))

LIST(autograd_grad, (Tensor const* outputs, int64_t n, Tensor const* inputs, int64_t ni, Tensor const* gradients, int64_t ng,
                     bool retain, bool create, bool allow_unused),
    torch::autograd::grad(tensors_of(outputs, n), tensors_of(inputs, ni), tensors_of(gradients, ng), retain, create, allow_unused))
