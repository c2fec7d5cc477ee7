/** @file Gradient rules of functions of one number. */
import type { GraphBuilder, Value } from '../builder.ts';
import { constantLike, type GradientRule, piecewiseConstant, signOf, single } from './rule.ts';

interface At {
  readonly builder: GraphBuilder;
  readonly x: Value;
  readonly y: Value;
  readonly dy: Value;
  /** A number in the element type of x. */
  readonly number: (value: number) => Value;
}

/** The rule of y = f(x): what it gives is dx. */
export function pointwise(dx: (at: At) => Value): GradientRule {
  return (step) => {
    const { y, dy, x } = single(step);
    const { builder } = step;
    const value = x[0]!;
    return [dx({ builder, x: value, y, dy, number: (constant) => constantLike(builder, value, constant) })];
  };
}

/** y = |x|: dx = dy sign x, 0 at 0. */
export const abs = pointwise(({ builder, x, dy }) => builder.mul(dy, signOf(builder, x)));

/** y = -x: dx = -dy. */
export const neg = pointwise(({ builder, dy }) => builder.emit('Neg', [dy]));

/** y = 1 / x: dx = -dy y². */
export const reciprocal = pointwise(({ builder, y, dy }) =>
  builder.emit('Neg', [builder.mul(dy, builder.mul(y, y))]),
);

/** y = e^x: dx = dy y. */
export const exp = pointwise(({ builder, y, dy }) => builder.mul(dy, y));

/** y = ln x: dx = dy / x. */
export const log = pointwise(({ builder, x, dy }) => builder.div(dy, x));

/** y = sqrt x: dx = dy / (2 y). */
export const sqrt = pointwise(({ builder, y, dy }) => builder.div(dy, builder.add(y, y)));

/** y = erf x: dx = dy 2 / sqrt(π) e^(-x²), with the factor inside the exponent. */
export const erf = pointwise(({ builder, x, dy, number }) => {
  const exponent = builder.sub(number(Math.log(2 / Math.sqrt(Math.PI))), builder.mul(x, x));
  return builder.mul(dy, builder.emit('Exp', [exponent]));
});

/** y = sin x: dx = dy cos x. */
export const sin = pointwise(({ builder, x, dy }) => builder.mul(dy, builder.emit('Cos', [x])));

/** y = cos x: dx = -dy sin x. */
export const cos = pointwise(({ builder, x, dy }) =>
  builder.emit('Neg', [builder.mul(dy, builder.emit('Sin', [x]))]),
);

/** y = tan x: dx = dy (1 + y²). */
export const tan = pointwise(({ builder, y, dy }) => builder.add(dy, builder.mul(dy, builder.mul(y, y))));

/** sqrt(1 - x²), by which the derivatives of arc sine and arc cosine are divided. */
function cathetus({ builder, x, number }: At): Value {
  return builder.emit('Sqrt', [builder.sub(number(1), builder.mul(x, x))]);
}

/** y = asin x: dx = dy / sqrt(1 - x²). */
export const asin = pointwise((at) => at.builder.div(at.dy, cathetus(at)));

/** y = acos x: dx = -dy / sqrt(1 - x²). */
export const acos = pointwise((at) => at.builder.emit('Neg', [at.builder.div(at.dy, cathetus(at))]));

/** y = atan x: dx = dy / (1 + x²). */
export const atan = pointwise(({ builder, x, dy, number }) =>
  builder.div(dy, builder.add(builder.mul(x, x), number(1))),
);

/** y = sinh x: dx = dy cosh x. */
export const sinh = pointwise(({ builder, x, dy }) => builder.mul(dy, builder.emit('Cosh', [x])));

/** y = cosh x: dx = dy sinh x. */
export const cosh = pointwise(({ builder, x, dy }) => builder.mul(dy, builder.emit('Sinh', [x])));

/** y = asinh x: dx = dy / sqrt(x² + 1). */
export const asinh = pointwise(({ builder, x, dy, number }) =>
  builder.div(dy, builder.emit('Sqrt', [builder.add(builder.mul(x, x), number(1))])),
);

/** y = acosh x: dx = dy / sqrt(x² - 1). */
export const acosh = pointwise(({ builder, x, dy, number }) =>
  builder.div(dy, builder.emit('Sqrt', [builder.sub(builder.mul(x, x), number(1))])),
);

/** y = atanh x: dx = dy / (1 - x²). */
export const atanh = pointwise(({ builder, x, dy, number }) =>
  builder.div(dy, builder.sub(number(1), builder.mul(x, x))),
);

export const functionRules = {
  Abs: abs,
  Neg: neg,
  Sign: piecewiseConstant,
  Reciprocal: reciprocal,
  Exp: exp,
  Log: log,
  Sqrt: sqrt,
  Erf: erf,
  Ceil: piecewiseConstant,
  Floor: piecewiseConstant,
  Round: piecewiseConstant,
  Sin: sin,
  Cos: cos,
  Tan: tan,
  Asin: asin,
  Acos: acos,
  Atan: atan,
  Sinh: sinh,
  Cosh: cosh,
  Asinh: asinh,
  Acosh: acosh,
  Atanh: atanh,
} as const;
