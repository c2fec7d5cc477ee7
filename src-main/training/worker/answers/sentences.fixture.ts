/** @file Sentences with planted entities, in English and Chinese: what is marked is known, and what surrounds it says what it is. */
import { Random } from '../../../graph/index.ts';
import type { MarkedText } from './tagger.ts';

export const entityLabels = ['person', 'place'];

/** Templates with `{person}` and `{place}`; a name alone does not say which it is, its surroundings do. */
const languages = {
  en: {
    templates: [
      'Yesterday {person} travelled to {place}.',
      'We met {person} near the station of {place}, and left.',
      'In {place} nothing happened.',
      '“No,” said {person}, “not today.”',
      'The letter was short 😀.',
      'Mrs {person} knows Mr {person}.',
    ],
    names: [
      'Paris',
      'Florence',
      'Sydney',
      'Jordan',
      'Georgia',
      'Lincoln',
      'Ada King',
      'San Jose',
      'New Haven',
    ],
  },
  zh: {
    templates: [
      '昨天{person}去了{place}。',
      '{person}说：“今天不行。”',
      '在{place}没有事。',
      '信很短😀。',
      '我们认识{person}，也认识{person}。',
    ],
    names: ['小明', '王安', '长安', '海明', '安海', '明长海'],
  },
} as const;

export function plantedSentences(
  count: number,
  seed: number,
  language: keyof typeof languages,
): readonly MarkedText[] {
  const random = new Random(seed);
  const { templates, names } = languages[language];
  const pick = (list: readonly string[]) => list[Math.floor(list.length * random.uniform())]!;
  return Array.from({ length: count }, () => {
    let text = '';
    const spans = [];
    for (const part of pick(templates).split(/(\{\w+\})/)) {
      const label = /^\{(\w+)\}$/.exec(part)?.[1];
      const start = text.length;
      text += label === undefined ? part : pick(names);
      if (label !== undefined) spans.push({ start, end: text.length, label });
    }
    return { text, spans };
  });
}
