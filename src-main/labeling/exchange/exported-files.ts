/** @file Written files of annotations in scratch, kept while somebody asks for them. */
import { rmSync } from 'node:fs';
import { AppError } from '../../../src-shared/platform/errors.ts';

const HOUR = 3_600_000;
const SWEEP_MS = 60_000;

export interface KeptFile {
  readonly file: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly items: number;
}

export class ExportedFiles {
  readonly #kept = new Map<string, KeptFile & { askedAt: number }>();
  readonly #sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();

  keep(id: string, file: KeptFile): void {
    this.#kept.set(id, { ...file, askedAt: performance.now() });
  }

  find(id: string): KeptFile | undefined {
    const kept = this.#kept.get(id);
    if (kept) kept.askedAt = performance.now();
    return kept;
  }

  /** @throws AppError `house.notFound` */
  require(id: string): KeptFile {
    const kept = this.find(id);
    if (!kept) throw new AppError('house.notFound', { what: 'export', id });
    return kept;
  }

  close(): void {
    clearInterval(this.#sweeper);
  }

  #sweep(): void {
    for (const [id, { file, askedAt }] of this.#kept) {
      if (performance.now() - askedAt < HOUR) continue;
      this.#kept.delete(id);
      rmSync(file, { force: true });
    }
  }
}
