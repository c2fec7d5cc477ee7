/** @file Who does what in a project of a template: areas of work with a letter for each role. */
import { createId } from '../../platform/ids.ts';
import type { LocalizedText } from '../../contract.ts';
import type { TeamChange, TeamDocument } from '../../team/contract.ts';
import type { RACI } from '../../team/kinds.ts';
import type { RoleKey } from './spec.ts';

type Letter = (typeof RACI)[number];

const AREAS: readonly (readonly [
  name: LocalizedText,
  letters: Readonly<Partial<Record<RoleKey, Letter>>>,
])[] = [
  [
    { en: 'Goals and law', zh: '目标与合规' },
    { product: 'accountable', expert: 'consulted', engineer: 'responsible', data: 'informed' },
  ],
  [
    { en: 'Data', zh: '数据' },
    { data: 'responsible', product: 'accountable', expert: 'consulted', annotator: 'informed' },
  ],
  [
    { en: 'Labels', zh: '标注' },
    { annotator: 'responsible', data: 'accountable', expert: 'consulted', engineer: 'informed' },
  ],
  [
    { en: 'Model', zh: '模型' },
    { engineer: 'responsible', product: 'accountable', data: 'consulted', operations: 'informed' },
  ],
  [
    { en: 'Release and operations', zh: '上线与运维' },
    { operations: 'responsible', product: 'accountable', engineer: 'consulted', annotator: 'informed' },
  ],
];

/** Areas that the team does not have yet; a role that the project does not need has no letter. */
export function areasFor(
  team: readonly TeamDocument[],
  people: ReadonlyMap<RoleKey, string>,
  language: 'en' | 'zh',
): TeamChange[] {
  const known = new Set(team.flatMap((one) => (one.kind === 'area' ? [one.body.name] : [])));
  return AREAS.filter(([name]) => !known.has(name.en) && !known.has(name.zh)).map(
    ([name, letters], rank) => ({
      id: createId('area'),
      kind: 'area',
      body: {
        name: name[language],
        letters: Object.fromEntries(
          (Object.entries(letters) as [RoleKey, Letter][]).flatMap(([role, letter]) => {
            const person = people.get(role);
            return person === undefined ? [] : [[person, letter]];
          }),
        ),
        rank: known.size + rank,
      },
    }),
  );
}
