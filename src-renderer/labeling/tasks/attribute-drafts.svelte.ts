/** @file Questions about the parts of answers while someone writes them. */
import type { LabelAttribute } from '../../../src-shared/labeling/tasks/schema.ts';

export class AttributeDraft {
  name = $state('');
  type = $state<LabelAttribute['type']>('choice');
  choices = $state('');
  required = $state(false);
  /** The classes that are asked; kept as they were. */
  readonly classes: readonly string[];

  constructor(attribute?: LabelAttribute) {
    this.classes = attribute?.classes ?? [];
    if (!attribute) return;
    this.name = attribute.name;
    this.type = attribute.type;
    this.choices = attribute.choices.join(', ');
    this.required = attribute.required;
  }
}

export class AttributeDrafts {
  rows = $state.raw<readonly AttributeDraft[]>([]);

  constructor(attributes: readonly LabelAttribute[] = []) {
    this.rows = attributes.map((each) => new AttributeDraft(each));
  }

  add(): void {
    this.rows = [...this.rows, new AttributeDraft()];
  }

  remove(row: AttributeDraft): void {
    this.rows = this.rows.filter((other) => other !== row);
  }

  /** Those that have a name. */
  get attributes(): LabelAttribute[] {
    return this.rows
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, type, choices, required, classes }) => ({
        name: name.trim(),
        type,
        choices: type === 'choice' ? namesIn(choices) : [],
        required,
        classes: [...classes],
      }));
  }
}

function namesIn(text: string): string[] {
  const names = text.split(/[,，、;；\n]/).map((name) => name.trim());
  return names.filter((name, i) => name !== '' && names.indexOf(name) === i);
}
