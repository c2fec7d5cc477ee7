/** @file What happens to text outside the graph, where standard operators cannot say it; the model's metadata names it. */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { AppError } from '../../../src-shared/errors.ts';

/** From a text as people write it to one whose words are parted by spaces. */
export type Preparation = (text: string) => string;

const PREPARATIONS: Readonly<Record<string, () => Preparation>> = {
  jieba() {
    const jieba = Jieba.withDict(dict);
    return (text) => jieba.cut(text, true).join(' ');
  },
};

/** @throws AppError `serving.unknownPreparation` when the model was written by a newer Lathe */
export function preparationNamed(name: string | null): Preparation {
  if (name === null) return (text) => text;
  if (!Object.hasOwn(PREPARATIONS, name)) throw new AppError('serving.unknownPreparation', { name });
  return PREPARATIONS[name]!();
}
