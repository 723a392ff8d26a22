namespace TorchSharp;

public static partial class torch
{
    // Comparison gives a tensor, so ask `is null`, never `== null`. A C# number keeps the tensor's element type.
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => Native.add(left, right, One);

        public static Tensor operator +(Tensor left, Scalar right) => Native.add_number(left, Given(right), One);

        public static Tensor operator +(Scalar left, Tensor right) => Native.add_number(right, Given(left), One);

        public static Tensor operator +(Tensor left, int right) => Native.add_number(left, new Number((long)right), One);

        public static Tensor operator +(int left, Tensor right) => Native.add_number(right, new Number((long)left), One);

        public static Tensor operator +(Tensor left, long right) => Native.add_number(left, new Number(right), One);

        public static Tensor operator +(long left, Tensor right) => Native.add_number(right, new Number(left), One);

        public static Tensor operator +(Tensor left, float right) => Native.add_number(left, new Number((double)right), One);

        public static Tensor operator +(float left, Tensor right) => Native.add_number(right, new Number((double)left), One);

        public static Tensor operator +(Tensor left, double right) => Native.add_number(left, new Number(right), One);

        public static Tensor operator +(double left, Tensor right) => Native.add_number(right, new Number(left), One);

        public static Tensor operator -(Tensor left, Tensor right) => Native.sub(left, right);

        public static Tensor operator -(Tensor left, Scalar right) => Native.sub_number(left, Given(right));

        public static Tensor operator -(Scalar left, Tensor right) => Native.rsub_number(right, Given(left));

        public static Tensor operator -(Tensor left, int right) => Native.sub_number(left, new Number((long)right));

        public static Tensor operator -(int left, Tensor right) => Native.rsub_number(right, new Number((long)left));

        public static Tensor operator -(Tensor left, long right) => Native.sub_number(left, new Number(right));

        public static Tensor operator -(long left, Tensor right) => Native.rsub_number(right, new Number(left));

        public static Tensor operator -(Tensor left, float right) => Native.sub_number(left, new Number((double)right));

        public static Tensor operator -(float left, Tensor right) => Native.rsub_number(right, new Number((double)left));

        public static Tensor operator -(Tensor left, double right) => Native.sub_number(left, new Number(right));

        public static Tensor operator -(double left, Tensor right) => Native.rsub_number(right, new Number(left));

        public static Tensor operator *(Tensor left, Tensor right) => Native.mul(left, right);

        public static Tensor operator *(Tensor left, Scalar right) => Native.mul_number(left, Given(right));

        public static Tensor operator *(Scalar left, Tensor right) => Native.mul_number(right, Given(left));

        public static Tensor operator *(Tensor left, int right) => Native.mul_number(left, new Number((long)right));

        public static Tensor operator *(int left, Tensor right) => Native.mul_number(right, new Number((long)left));

        public static Tensor operator *(Tensor left, long right) => Native.mul_number(left, new Number(right));

        public static Tensor operator *(long left, Tensor right) => Native.mul_number(right, new Number(left));

        public static Tensor operator *(Tensor left, float right) => Native.mul_number(left, new Number((double)right));

        public static Tensor operator *(float left, Tensor right) => Native.mul_number(right, new Number((double)left));

        public static Tensor operator *(Tensor left, double right) => Native.mul_number(left, new Number(right));

        public static Tensor operator *(double left, Tensor right) => Native.mul_number(right, new Number(left));

        public static Tensor operator /(Tensor left, Tensor right) => Native.div(left, right, null);

        public static Tensor operator /(Tensor left, Scalar right) => Native.div_number(left, Given(right), null);

        public static Tensor operator /(Scalar left, Tensor right) => Native.rdiv_number(right, Given(left));

        public static Tensor operator /(Tensor left, int right) => Native.div_number(left, new Number((long)right), null);

        public static Tensor operator /(int left, Tensor right) => Native.rdiv_number(right, new Number((long)left));

        public static Tensor operator /(Tensor left, long right) => Native.div_number(left, new Number(right), null);

        public static Tensor operator /(long left, Tensor right) => Native.rdiv_number(right, new Number(left));

        public static Tensor operator /(Tensor left, float right) => Native.div_number(left, new Number((double)right), null);

        public static Tensor operator /(float left, Tensor right) => Native.rdiv_number(right, new Number((double)left));

        public static Tensor operator /(Tensor left, double right) => Native.div_number(left, new Number(right), null);

        public static Tensor operator /(double left, Tensor right) => Native.rdiv_number(right, new Number(left));

        public static Tensor operator %(Tensor left, Tensor right) => Native.remainder(left, right);

        public static Tensor operator %(Tensor left, Scalar right) => Native.remainder_number(left, Given(right));

        public static Tensor operator %(Tensor left, int right) => Native.remainder_number(left, new Number((long)right));

        public static Tensor operator %(Tensor left, long right) => Native.remainder_number(left, new Number(right));

        public static Tensor operator %(Tensor left, float right) => Native.remainder_number(left, new Number((double)right));

        public static Tensor operator %(Tensor left, double right) => Native.remainder_number(left, new Number(right));

        public static Tensor operator ==(Tensor left, Tensor right) => Native.eq(left, right);

        public static Tensor operator ==(Tensor left, Scalar right) => Native.eq_number(left, Given(right));

        public static Tensor operator ==(Scalar left, Tensor right) => Native.eq_number(right, Given(left));

        public static Tensor operator !=(Tensor left, Tensor right) => Native.ne(left, right);

        public static Tensor operator !=(Tensor left, Scalar right) => Native.ne_number(left, Given(right));

        public static Tensor operator !=(Scalar left, Tensor right) => Native.ne_number(right, Given(left));

        public static Tensor operator <(Tensor left, Tensor right) => Native.lt(left, right);

        public static Tensor operator <(Tensor left, Scalar right) => Native.lt_number(left, Given(right));

        public static Tensor operator <(Scalar left, Tensor right) => Native.gt_number(right, Given(left));

        public static Tensor operator <=(Tensor left, Tensor right) => Native.le(left, right);

        public static Tensor operator <=(Tensor left, Scalar right) => Native.le_number(left, Given(right));

        public static Tensor operator <=(Scalar left, Tensor right) => Native.ge_number(right, Given(left));

        public static Tensor operator >(Tensor left, Tensor right) => Native.gt(left, right);

        public static Tensor operator >(Tensor left, Scalar right) => Native.gt_number(left, Given(right));

        public static Tensor operator >(Scalar left, Tensor right) => Native.lt_number(right, Given(left));

        public static Tensor operator >=(Tensor left, Tensor right) => Native.ge(left, right);

        public static Tensor operator >=(Tensor left, Scalar right) => Native.ge_number(left, Given(right));

        public static Tensor operator >=(Scalar left, Tensor right) => Native.le_number(right, Given(left));

        public static Tensor operator &(Tensor left, Tensor right) => Native.bitwise_and(left, right);

        public static Tensor operator |(Tensor left, Tensor right) => Native.bitwise_or(left, right);

        public static Tensor operator ^(Tensor left, Tensor right) => Native.bitwise_xor(left, right);

        public static Tensor operator -(Tensor tensor) => Native.neg(tensor);

        public static Tensor operator ~(Tensor left) => Native.bitwise_not(left);

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(byte[] value) => tensor(value);

        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        public static implicit operator Tensor(short[] value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();
    }
}
