namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Number One = new(1L);

        public Tensor add(Tensor target) => Native.add(this, target, One);

        public Tensor add(Tensor target, Scalar alpha) => Native.add(this, target, Given(alpha));

        public Tensor add(Scalar scalar) => Native.add_number(this, Given(scalar), One);

        public Tensor add(Scalar scalar, Scalar alpha) => Native.add_number(this, Given(scalar), Given(alpha));

        public Tensor add_(Tensor target) => Native.add_(this, target, One);

        public Tensor add_(Tensor target, Scalar alpha) => Native.add_(this, target, Given(alpha));

        public Tensor add_(Scalar scalar) => Native.add_number_(this, Given(scalar), One);

        public Tensor add_(Scalar scalar, Scalar alpha) => Native.add_number_(this, Given(scalar), Given(alpha));

        public Tensor sub(Tensor target) => Native.sub(this, target);

        public Tensor sub_(Tensor target) => Native.sub_(this, target);

        public Tensor sub(Scalar target) => Native.sub_number(this, Given(target));

        public Tensor sub_(Scalar target) => Native.sub_number_(this, Given(target));

        public Tensor mul(Tensor target) => Native.mul(this, target);

        public Tensor mul_(Tensor target) => Native.mul_(this, target);

        public Tensor mul(Scalar target) => Native.mul_number(this, Given(target));

        public Tensor mul_(Scalar target) => Native.mul_number_(this, Given(target));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div(this, target, Name(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div_number(this, Given(target), Name(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div(this, target, Name(rounding_mode));

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div_number(this, Given(target), Name(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div_(this, target, Name(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div_number_(this, Given(target), Name(rounding_mode));

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div_(this, target, Name(rounding_mode));

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.div_number_(this, Given(target), Name(rounding_mode));

        public Tensor pow(Tensor exponent) => Native.pow(this, exponent);

        public Tensor pow_(Tensor exponent) => Native.pow_(this, exponent);

        public Tensor pow(Scalar exponent) => Native.pow_number(this, Given(exponent));

        public Tensor pow_(Scalar exponent) => Native.pow_number_(this, Given(exponent));

        public Tensor remainder(Tensor target) => Native.remainder(this, target);

        public Tensor remainder_(Tensor target) => Native.remainder_(this, target);

        public Tensor remainder(Scalar scalar) => Native.remainder_number(this, Given(scalar));

        public Tensor remainder_(Scalar scalar) => Native.remainder_number_(this, Given(scalar));

        public Tensor floor_divide(Tensor other) => Native.floor_divide(this, other);

        public Tensor floor_divide_(Tensor other) => Native.floor_divide_(this, other);

        public Tensor floor_divide(Scalar other) => Native.floor_divide_number(this, Given(other));

        public Tensor floor_divide_(Scalar other) => Native.floor_divide_number_(this, Given(other));

        public Tensor eq(Tensor target) => Native.eq(this, target);

        public Tensor eq_(Tensor target) => Native.eq_(this, target);

        public Tensor eq(Scalar target) => Native.eq_number(this, Given(target));

        public Tensor eq_(Scalar target) => Native.eq_number_(this, Given(target));

        public Tensor ne(Tensor target) => Native.ne(this, target);

        public Tensor ne_(Tensor target) => Native.ne_(this, target);

        public Tensor ne(Scalar target) => Native.ne_number(this, Given(target));

        public Tensor ne_(Scalar target) => Native.ne_number_(this, Given(target));

        public Tensor lt(Tensor target) => Native.lt(this, target);

        public Tensor lt_(Tensor target) => Native.lt_(this, target);

        public Tensor lt(Scalar target) => Native.lt_number(this, Given(target));

        public Tensor lt_(Scalar target) => Native.lt_number_(this, Given(target));

        public Tensor le(Tensor target) => Native.le(this, target);

        public Tensor le_(Tensor target) => Native.le_(this, target);

        public Tensor le(Scalar target) => Native.le_number(this, Given(target));

        public Tensor le_(Scalar target) => Native.le_number_(this, Given(target));

        public Tensor gt(Tensor target) => Native.gt(this, target);

        public Tensor gt_(Tensor target) => Native.gt_(this, target);

        public Tensor gt(Scalar target) => Native.gt_number(this, Given(target));

        public Tensor gt_(Scalar target) => Native.gt_number_(this, Given(target));

        public Tensor ge(Tensor target) => Native.ge(this, target);

        public Tensor ge_(Tensor target) => Native.ge_(this, target);

        public Tensor ge(Scalar target) => Native.ge_number(this, Given(target));

        public Tensor ge_(Scalar target) => Native.ge_number_(this, Given(target));

        public Tensor logical_and(Tensor other) => Native.logical_and(this, other);

        public Tensor logical_and_(Tensor other) => Native.logical_and_(this, other);

        public Tensor logical_or(Tensor other) => Native.logical_or(this, other);

        public Tensor logical_or_(Tensor other) => Native.logical_or_(this, other);

        public Tensor logical_xor(Tensor other) => Native.logical_xor(this, other);

        public Tensor logical_xor_(Tensor other) => Native.logical_xor_(this, other);

        public Tensor maximum(Tensor other) => Native.maximum(this, other);

        public Tensor minimum(Tensor other) => Native.minimum(this, other);

        public Tensor logaddexp(Tensor other) => Native.logaddexp(this, other);

        public Tensor max(Tensor other) => Native.maximum(this, other);

        public Tensor min(Tensor other) => Native.minimum(this, other);

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Native.addcmul(this, tensor1, tensor2, Given(value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Native.addcmul_(this, tensor1, tensor2, Given(value));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Native.addcdiv(this, tensor1, tensor2, One);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Native.addcdiv(this, tensor1, tensor2, Given(value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => Native.addcdiv_(this, tensor1, tensor2, One);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Native.addcdiv_(this, tensor1, tensor2, Given(value));

        public Tensor lerp(Tensor end, Tensor weight) => Native.lerp(this, end, weight);

        public Tensor lerp_(Tensor end, Tensor weight) => Native.lerp_(this, end, weight);

        public Tensor matmul(Tensor target) => Native.matmul(this, target);

        public Tensor mm(Tensor target) => Native.mm(this, target);

        public Tensor mv(Tensor target) => Native.mv(this, target);

        public Tensor dot(Tensor target) => Native.dot(this, target);

        public Tensor bmm(Tensor batch2) => Native.bmm(this, batch2);

        public Tensor outer(Tensor vec2) => Native.outer(this, vec2);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Native.addmm(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Native.addmm_(this, mat1, mat2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Native.baddbmm(this, batch1, batch2, beta, alpha);

        private static string? Name(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
