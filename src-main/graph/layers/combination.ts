/** @file Layers beside each other. */
import { declarations, type Layer } from './layer.ts';

/**
 * Every layer applied to the same input, and their outputs added, or concatenated along an axis.
 * Throws GraphError when two parameters share a name, or the outputs' shapes do not fit.
 */
export function branches(join: 'add' | { readonly concat: number }, ...layers: readonly Layer[]): Layer {
  return {
    ...declarations(layers),
    apply(builder, input, scope) {
      const outputs = layers.map((layer) => layer.apply(builder, input, scope));
      return join === 'add'
        ? outputs.reduce((sum, output) => builder.add(sum, output))
        : builder.concat(outputs, join.concat);
    },
  };
}
