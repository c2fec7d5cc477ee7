/** @file What an answer must keep to, while someone changes it. */
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';
import { AttributeDrafts } from './attribute-drafts.svelte.ts';
import { columnsOf, isNothing, isWhole, type ChosenColumns } from './compared.ts';
import { NamedDrafts } from './named-drafts.svelte.ts';
import { RegionDraft } from './regions/region-draft.svelte.ts';

export class OptionsDraft {
  leavesOnly = $state(false);
  least = $state(0);
  /** Null for any number. */
  most = $state<number | null>(null);
  from = $state(1);
  to = $state(5);
  lowest = $state('');
  highest = $state('');
  ties = $state(true);
  compared = $state.raw<ChosenColumns>({ prompt: '', first: '', second: '' });
  longest = $state(4000);
  overlap = $state<SchemaOptions['overlap']>('any');
  readonly relations: NamedDrafts;
  readonly attributes: AttributeDrafts;
  readonly regions: RegionDraft;

  constructor(options?: SchemaOptions) {
    const looks = options?.relationLooks ?? [];
    this.relations = new NamedDrafts(
      (options?.relations ?? []).map((name) => looks.find((look) => look.name === name) ?? { name }),
    );
    this.attributes = new AttributeDrafts(options?.attributes);
    this.regions = new RegionDraft(options);
    if (!options) return;
    const { leavesOnly, least, most, scale, ties, longest, overlap, columns } = options;
    if (columns) this.compared = { ...columns, prompt: columns.prompt ?? '' };
    Object.assign(this, { leavesOnly, least, most, ties, longest, overlap });
    Object.assign(this, { from: scale.from, to: scale.to, lowest: scale.lowest, highest: scale.highest });
  }

  /** What is wrong with it. */
  get problem(): 'keys' | 'scale' | 'counts' | 'columns' | undefined {
    if (this.relations.problem) return 'keys';
    if (!isNothing(this.compared) && !isWhole(this.compared)) return 'columns';
    if (this.from >= this.to) return 'scale';
    return this.most !== null && this.most < Math.max(1, this.least) ? 'counts' : undefined;
  }

  /** Those that concern a kind of task. */
  of(kind: TaskKind): Partial<SchemaOptions> {
    return OF_KIND[kind](this);
  }
}

/** Total: the settings that a kind of task has here. */
const OF_KIND: Readonly<Record<TaskKind, (draft: OptionsDraft) => Partial<SchemaOptions>>> = {
  classification: ({ leavesOnly }) => ({ leavesOnly }),
  multilabel: ({ leavesOnly, least, most }) => ({ leavesOnly, least, most }),
  rating: ({ from, to, lowest, highest }) => ({ scale: { from, to, lowest, highest } }),
  spans: ({ overlap, relations, attributes }) => ({
    overlap,
    relations: [...relations.names],
    relationLooks: relations.rows.map(({ name, key, color }) => ({
      name,
      key,
      ...(color !== undefined && { color }),
    })),
    attributes: attributes.attributes,
  }),
  regions: ({ regions, attributes }) => ({
    ...regions.options(),
    attributes: attributes.attributes,
  }),
  preference: ({ ties, compared }) => ({ ties, columns: columnsOf(compared) }),
  text: ({ longest }) => ({ longest }),
};
