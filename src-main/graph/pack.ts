/** @file Small tensors of the state kept in one vector: handing one to the runtime costs more than its arithmetic. */
import type { GraphBuilder, Value } from './builder.ts';
import { elementCount } from './ir.ts';

interface Member {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Parameters that are updated as one, with what stands beside them. */
export interface Pack {
  /** The graph's input; the new vector's name is made from it as for any tensor of the state. */
  readonly name: string;
  /** Whether weight decay applies to its parameters. */
  readonly decays: boolean;
  readonly parameters: readonly Member[];
  /** The vector's tensors one behind the other, role by role: all parameters, then the first slot of each, … */
  readonly roles: readonly (readonly string[])[];
}

/** Parameters of more elements stay by themselves: copying them costs more than handing them over (measured). */
export const mostPacked = 4096;

/** The packs of some parameters: those that weight decay pulls, and the others. `beside` names a parameter's roles. */
export function packsOf(
  parameters: readonly Member[],
  decays: (parameter: Member) => boolean,
  beside: (parameter: Member) => readonly string[],
): readonly Pack[] {
  const small = parameters.filter(({ shape }) => elementCount(shape) <= mostPacked);
  return [true, false].flatMap((decaying): readonly Pack[] => {
    const members = small.filter((parameter) => decays(parameter) === decaying);
    const [first] = members;
    if (!first) return [];
    const roles = beside(first).map((_, role) => members.map((member) => beside(member)[role] ?? ''));
    return [{ name: decaying ? 'packed.decaying' : 'packed', decays: decaying, parameters: members, roles }];
  });
}

/** A vector for each role of a pack `[elements]`, and the parameters in their own shapes. */
export interface Unpacked {
  readonly vectors: readonly Value[];
  readonly parameters: ReadonlyMap<string, Value>;
}

export function unpack(builder: GraphBuilder, { name, parameters, roles }: Pack): Unpacked {
  const sizes = parameters.map(({ shape }) => elementCount(shape));
  const total = sizes.reduce((a, b) => a + b, 0);
  const all = builder.input(name, { elementType: 'float32', shape: [total * roles.length] });
  const vectors = parts(
    builder,
    all,
    roles.map(() => total),
  );
  const values = parts(builder, vectors[0]!, sizes);
  return {
    vectors,
    parameters: new Map(
      parameters.map((parameter, index) => [
        parameter.name,
        builder.reshape(values[index]!, ...parameter.shape),
      ]),
    ),
  };
}

/** The values one behind the other `[elements]`. */
export function flattened(builder: GraphBuilder, values: readonly Value[]): Value {
  const flat = values.map((value) => builder.reshape(value, elementCount(value.shape)));
  const [first] = flat;
  return first && flat.length === 1 ? first : builder.concat(flat, 0);
}

function parts(builder: GraphBuilder, value: Value, sizes: readonly number[]): readonly Value[] {
  return sizes.length === 1 ? [value] : builder.split(value, 0, sizes);
}
