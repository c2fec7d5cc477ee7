/** @file What is done to a text before the graph sees it. */

/** Named in a model's metadata under `preparation`. */
export type Preparation = 'whitespace' | 'jieba';

export type Prepare = (text: string) => string;

/**
 * The function for a preparation. `whitespace` leaves the text to the graph; `jieba` segments Chinese words and joins
 * them with spaces, which standard operators cannot say.
 */
export async function preparationFor(name: Preparation): Promise<Prepare> {
  switch (name) {
    case 'whitespace':
      return (text) => text;
    case 'jieba': {
      const [{ Jieba }, { dict }] = await Promise.all([
        import('@node-rs/jieba'),
        import('@node-rs/jieba/dict.js'),
      ]);
      const jieba = Jieba.withDict(dict);
      return (text) => jieba.cut(text.toWellFormed(), true).join(' ');
    }
  }
}
