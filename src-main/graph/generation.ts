/** @file The graph that writes text: a decoder that reads only the new tokens and keeps the keys and values of the earlier ones. */
import { GraphBuilder, type Value } from './builder.ts';
import { trainedScope } from './inference.ts';
import { GraphError, type Graph, type Tensor } from './ir.ts';
import { causalMaskOf, type KeyValueCache, type KeyValues } from './layers/index.ts';
import type { Decoder } from './networks/index.ts';
import { optimize } from './passes/index.ts';

export interface GenerationOptions {
  readonly decoder: Decoder;
  /** Parameters by name, as training left them. */
  readonly parameters: ReadonlyMap<string, Tensor>;
}

/** Names of the inputs and outputs of a generation graph; `layer` is the name of an attention layer. */
export const generationNames = {
  ids: 'ids',
  places: 'places',
  pastPlaces: 'past.places',
  presentPlaces: 'present.places',
  logits: 'logits',
  past: (layer: string) => ({ keys: `past.${layer}.keys`, values: `past.${layer}.values` }),
  present: (layer: string) => ({ keys: `present.${layer}.keys`, values: `present.${layer}.values` }),
} as const;

/**
 * One step of generation. Inputs: `ids` int64 `[N, T]`, the new tokens of N texts; `places` int64 `[T]`, where they stand
 * in their texts; `past.places` int64 `[P]`, and for each attention layer `past.LAYER.keys` and `past.LAYER.values`
 * float32 `[N, heads, P, size / heads]`, all of P = 0 tokens at first. Outputs: `logits` float32 `[N, vocabulary]` of
 * what follows the last token, and each `past…` as `present…` with the new tokens behind. The logits are those of the
 * whole text read at once. Throws GraphError when a parameter is missing.
 */
export function compileGeneration({ decoder, parameters }: GenerationOptions): Graph {
  const builder = new GraphBuilder();
  const names = generationNames;
  const ids = builder.input(names.ids, { elementType: 'int64', shape: ['N', 'T'] });
  const places = builder.input(names.places, { elementType: 'int64', shape: ['T'] });
  const pastPlaces = builder.input(names.pastPlaces, { elementType: 'int64', shape: ['P'] });
  const allPlaces = builder.concat([pastPlaces, places], 0);
  const cache = new Cache(builder, decoder, causalMaskOf(builder, places, allPlaces));
  const scope = trainedScope(builder, parameters);
  const features = decoder.features(builder, ids, scope, { places, cache });
  const last = builder.slice(features, 1, [-1, Number.MAX_SAFE_INTEGER]);
  const rows = builder.emit('Reshape', [last, builder.integers(-1, decoder.size)]);
  builder.output(names.logits, decoder.head(builder, rows, scope));
  builder.output(names.presentPlaces, allPlaces);
  return optimize(builder.finish('generate'));
}

/** Earlier keys and values as inputs of the graph, all of them as its outputs. */
class Cache implements KeyValueCache {
  readonly causalMask: Value;
  readonly #builder: GraphBuilder;
  readonly #past: ReadonlyMap<string, KeyValues>;

  constructor(builder: GraphBuilder, { attentions, heads, size }: Decoder, causalMask: Value) {
    this.#builder = builder;
    this.causalMask = causalMask;
    const type = { elementType: 'float32', shape: ['N', heads, 'P', size / heads] } as const;
    this.#past = new Map(
      attentions.map((layer) => {
        const { keys, values } = generationNames.past(layer);
        return [layer, { keys: builder.input(keys, type), values: builder.input(values, type) }];
      }),
    );
  }

  past(layer: string): KeyValues {
    const known = this.#past.get(layer);
    if (!known) throw new GraphError(`the decoder does not name its attention layer "${layer}"`);
    return known;
  }

  keep(layer: string, { keys, values }: KeyValues): void {
    const names = generationNames.present(layer);
    this.#builder.output(names.keys, keys);
    this.#builder.output(names.values, values);
  }
}
