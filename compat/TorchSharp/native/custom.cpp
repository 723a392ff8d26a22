// Functions whose forward and backward are written in C#: callbacks, and the context that both see.
#include "shim.h"

#include <torch/csrc/autograd/custom_function.h>
#include <stdexcept>
#include <string>
#include <utility>

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Where a callback puts its results.
using Sink = variable_list*;

struct Callbacks
{
    void* state;
    bool (*forward)(void* state, AutogradContext* context, Sink outputs);
    bool (*backward)(void* state, AutogradContext* context, void** gradients, Sink results);
    void (*release)(void* state);
};

static thread_local std::string failure;

// Held by the graph's node: the C# side's state goes when the node goes.
struct Held : torch::CustomClassHolder
{
    Callbacks callbacks;

    explicit Held(const Callbacks& c) : callbacks(c) {}
    ~Held() override { callbacks.release(callbacks.state); }
};

struct ManagedFunction : torch::autograd::Function<ManagedFunction>
{
    // The tensors are named so that libtorch ties them to the graph; C# has them already.
    template <class... Tensors>
    static variable_list forward(AutogradContext* context, c10::intrusive_ptr<Held> held, Tensors...)
    {
        context->saved_data["held"] = c10::IValue::make_capsule(held);
        variable_list outputs;
        if (!held->callbacks.forward(held->callbacks.state, context, &outputs)) throw std::runtime_error(failure);
        return outputs;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        auto capsule = context->saved_data["held"].toCapsule();
        auto& callbacks = static_cast<Held*>(capsule.get())->callbacks;
        // The first input is the state, which has no gradient.
        variable_list results(1);
        if (!callbacks.backward(callbacks.state, context, list_of(gradients), &results)) throw std::runtime_error(failure);
        return results;
    }
};

template <size_t... I>
static variable_list run_with(const c10::intrusive_ptr<Held>& held, const variable_list& inputs, std::index_sequence<I...>)
{
    return ManagedFunction::apply(held, inputs[I]...);
}

LIST(custom_apply, (Callbacks callbacks, Tensor const* tensors, int64_t count), [&]() -> variable_list {
    auto held = c10::make_intrusive<Held>(callbacks);
    auto inputs = tensors_of(tensors, count);
    switch (count)
    {
    case 0: return run_with(held, inputs, std::make_index_sequence<0>());
    case 1: return run_with(held, inputs, std::make_index_sequence<1>());
    case 2: return run_with(held, inputs, std::make_index_sequence<2>());
    case 3: return run_with(held, inputs, std::make_index_sequence<3>());
    case 4: return run_with(held, inputs, std::make_index_sequence<4>());
    case 5: return run_with(held, inputs, std::make_index_sequence<5>());
    case 6: return run_with(held, inputs, std::make_index_sequence<6>());
    case 7: return run_with(held, inputs, std::make_index_sequence<7>());
    case 8: return run_with(held, inputs, std::make_index_sequence<8>());
    default: throw std::runtime_error("a custom function takes at most eight tensors here");
    }
}())

// What a callback says before it returns false.
EXPORT void ht_custom_fail(const char* message) { failure = message; }

DO(custom_put, (Sink sink, Tensor value), sink->push_back(value ? *value : at::Tensor()))
DO(context_save, (AutogradContext* context, Tensor const* tensors, int64_t count), context->save_for_backward(tensors_of(tensors, count)))
LIST(context_saved, (AutogradContext* context), context->get_saved_variables())
DO(context_mark_dirty, (AutogradContext* context, Tensor const* tensors, int64_t count), context->mark_dirty(tensors_of(tensors, count)))
DO(context_mark_non_differentiable, (AutogradContext* context, Tensor const* tensors, int64_t count),
    context->mark_non_differentiable(tensors_of(tensors, count)))
DO(context_set_materialize_grads, (AutogradContext* context, bool value), context->set_materialize_grads(value))
