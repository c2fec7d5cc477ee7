/** @file Parameters of recipes that choose between networks which read texts. */
import { localized, whole } from './definition.ts';

export const embeddingSize = (networks: readonly string[]) =>
  whole('embedding', {
    title: localized('Embedding size', '词向量维度'),
    about: localized(
      'Dimension of the word embeddings; those of the Transformer have its hidden units.',
      '词向量的维度；Transformer 的词向量维度等于其隐藏单元数。',
    ),
    default: 64,
    min: 4,
    max: 1024,
    search: { from: 16, to: 256, scale: 'logarithmic' },
    when: { parameter: 'network', isIn: networks },
  });

export const attentionHeads = whole('heads', {
  title: localized('Attention heads', '注意力头数'),
  about: localized(
    'Attention heads per layer of the Transformer; they share its hidden units.',
    'Transformer 每层的注意力头数，由它们平分隐藏单元。',
  ),
  default: 4,
  min: 1,
  max: 16,
  when: { parameter: 'network', isIn: ['transformer'] },
});

export const encoderLayers = whole('layers', {
  title: localized('Layers', '层数'),
  about: localized('Layers of the Transformer.', 'Transformer 的层数。'),
  default: 2,
  min: 1,
  max: 24,
  search: { from: 1, to: 6, scale: 'linear' },
  when: { parameter: 'network', isIn: ['transformer'] },
});
