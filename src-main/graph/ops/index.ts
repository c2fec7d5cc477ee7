/** @file The operators the compiler knows: their arity and attributes, as the ONNX specification gives them (opset 21). */
import { GraphError, type Attribute, type Attributes, type Graph, type Node, type Tensor } from '../ir.ts';
import { activation } from './activation.ts';
import { attention } from './attention.ts';
import { blocked } from './blocked.ts';
import { control } from './control.ts';
import { convolution } from './convolution.ts';
import { creation } from './creation.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import { matrix } from './matrix.ts';
import { movement } from './movement.ts';
import { normalization } from './normalization.ts';
import { recurrent } from './recurrent.ts';
import { reduction } from './reduction.ts';
import { text } from './text.ts';
import type { Signature } from './signature.ts';

export type { Signature } from './signature.ts';

/** One row an operator, by family. The union `Op` is the set of these names, and every other table is total over it. */
export const signatures = {
  ...elementwise,
  ...activation,
  ...reduction,
  ...matrix,
  ...movement,
  ...indexing,
  ...creation,
  ...convolution,
  ...blocked,
  ...normalization,
  ...recurrent,
  ...control,
  ...text,
  ...attention,
} as const satisfies Readonly<Record<string, Signature>>;

export type Op = keyof typeof signatures;

export function isOp(op: string): op is Op {
  return Object.hasOwn(signatures, op);
}

/** The signature of an operator, widened from its literal type. */
export function signatureOf(op: Op): Signature {
  return signatures[op];
}

/** Operator sets that graphs written here import, by domain. */
export const opsets: ReadonlyMap<string, number> = new Map([
  ['', 21],
  ['ai.onnx.ml', 4],
  ['com.microsoft', 1],
  ['com.microsoft.nchwc', 1],
]);

/** Operators that a later standard set brought; graphs that have one import that set. */
export const since: Readonly<Partial<Record<Op, number>>> = { RMSNormalization: 23 };

/** The part of an operator's name before the last dot: `''` for the standard domain. */
export function domainOf(op: string): string {
  return op.slice(0, Math.max(0, op.lastIndexOf('.')));
}

/** An attribute as a caller of the builder writes it; the signature says which ONNX kind it becomes. */
export type AttributeInput = number | string | Tensor | Graph | readonly number[] | readonly string[];

/** Turns plain values into attributes by the operator's signature. Throws GraphError on a name it does not have. */
export function attributesOf(op: Op, plain: Readonly<Record<string, AttributeInput>>): Attributes {
  const { attributes } = signatureOf(op);
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => {
      const kind = attributes[name];
      if (!kind) throw new GraphError(`${op} has no attribute "${name}"`);
      return [name, attributeOf(kind, value)];
    }),
  );
}

function attributeOf(kind: Attribute['kind'], value: AttributeInput): Attribute {
  if (typeof value === 'number') {
    if (kind === 'float') return { kind, value };
    if (kind === 'int') return { kind, value: BigInt(value) };
  } else if (typeof value === 'string') {
    if (kind === 'string') return { kind, value };
  } else if (isArray(value)) {
    if (kind === 'strings') return { kind, value: value.map(String) };
    if (kind === 'ints') return { kind, value: value.map((item) => BigInt(item)) };
    if (kind === 'floats') return { kind, value: value.map(Number) };
  } else if ('nodes' in value) {
    if (kind === 'graph') return { kind, value };
  } else if (kind === 'tensor') return { kind, value };
  throw new GraphError(`an attribute of kind ${kind} cannot hold ${String(value)}`);
}

/** `Array.isArray` that also narrows readonly arrays. */
function isArray(value: AttributeInput): value is readonly number[] | readonly string[] {
  return Array.isArray(value);
}

/** An integer attribute, or `otherwise` where it is left out. */
export function intAttribute(node: Pick<Node, 'attributes'>, name: string, otherwise: number): number {
  const attribute = node.attributes[name];
  return attribute?.kind === 'int' ? Number(attribute.value) : otherwise;
}

export function intsAttribute(node: Pick<Node, 'attributes'>, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'ints' ? attribute.value.map(Number) : undefined;
}

export function stringAttribute(node: Pick<Node, 'attributes'>, name: string): string | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'string' ? attribute.value : undefined;
}

export function graphAttribute(node: Pick<Node, 'attributes'>, name: string): Graph | undefined {
  const attribute = node.attributes[name];
  return attribute?.kind === 'graph' ? attribute.value : undefined;
}
