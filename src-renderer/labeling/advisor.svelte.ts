/** @file What a model says of samples that are labeled again: as its report says, or asked one by one. */
import { SvelteMap } from 'svelte/reactivity';
import type { Client, DatasetKind, Model, Prediction, QueueItem } from '../../src-shared/contract.ts';
import { type AppError, toAppError } from '../../src-shared/platform/errors.ts';
import { cellsOf, imageHref } from '../kinds/content.ts';

export interface Advice {
  readonly label: string;
  /** The probability the model gives its answer. */
  readonly confidence: number;
  /** The model's name. */
  readonly model: string;
}

export interface Advised {
  readonly dataset: string;
  readonly kind: DatasetKind;
  readonly report: string | undefined;
}

type Asked = Parameters<Client['serving']['predict']>[0]['rows'][number];

export class Advisor {
  /** There is no model to ask. */
  none = $state(false);
  error = $state.raw<AppError>();
  readonly #advice = new SvelteMap<string, Advice>();
  readonly #client: Client;
  readonly #about: Advised;
  #model: Promise<Model | undefined> | undefined;

  constructor(client: Client, about: Advised) {
    this.#client = client;
    this.#about = about;
  }

  adviceOn(sample: string): Advice | undefined {
    return this.#advice.get(sample);
  }

  /** Asks for an item, once. */
  async ask(item: QueueItem): Promise<void> {
    try {
      this.error = undefined;
      const model = await (this.#model ??= this.#about.report
        ? this.#read(this.#about.report)
        : this.#newest());
      this.none = model === undefined;
      if (model === undefined || this.#advice.has(item.id)) return;
      const rows = [await this.#asked(item)];
      const [prediction] = await this.#client.serving.predict({ model: model.id, rows });
      const advice = prediction && adviceIn(prediction, model.name);
      if (advice) this.#advice.set(item.id, advice);
    } catch (thrown) {
      this.#model = undefined;
      this.error = toAppError(thrown);
    }
  }

  /** Takes over the mistakes of a report. @returns its model */
  async #read(report: string): Promise<Model | undefined> {
    const read = await this.#client.evaluation.report({ report });
    const model = await this.#client.models.get({ model: read.model });
    if (!('mistakes' in read)) return undefined;
    for (const { sample, predicted, confidence } of read.mistakes)
      this.#advice.set(sample, { label: predicted, confidence, model: model.name });
    return model;
  }

  /** The newest model that was trained on a version of the dataset. */
  async #newest(): Promise<Model | undefined> {
    const versions = await this.#client.versions.list({ dataset: this.#about.dataset });
    for (const version of versions.toSorted((a, b) => b.number - a.number)) {
      const filters = { version: version.id };
      const { items } = await this.#client.runs.list({ filters, limit: 100 });
      const run = items.toSorted((a, b) => b.number - a.number).find(({ model }) => model !== null);
      if (run?.model) return this.#client.models.get({ model: run.model });
    }
    return undefined;
  }

  #asked(item: QueueItem): Promise<Asked> {
    const { dataset, kind } = this.#about;
    return ASKED[kind](item, dataset);
  }
}

/** What a model is asked with, by what the dataset holds. */
const ASKED: Readonly<Record<DatasetKind, (item: QueueItem, dataset: string) => Promise<Asked>>> = {
  text: async ({ text }) => ({ text }),
  corpus: async ({ text }) => ({ text }),
  table: async (item) => ({
    row: Object.fromEntries(cellsOf(item).map(({ name, value }) => [name, value])),
  }),
  image: async ({ id }, dataset) => ({ image: await base64Of(imageHref(dataset, id, 'whole')) }),
};

function adviceIn(prediction: Prediction, model: string): Advice | undefined {
  if (!('label' in prediction)) return undefined;
  const { label, probabilities } = prediction;
  return { label, confidence: probabilities[label] ?? 0, model };
}

async function base64Of(address: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
