/** @file Short notices under the page. */

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

export interface ToastAction {
  readonly says: string;
  run(): void;
}

export interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
  /** What to do; errors carry it. */
  readonly hint?: string;
  readonly link?: { readonly says: string; readonly href: string };
  /** E.g. Undo. */
  readonly action?: ToastAction;
}

/** Errors stay until closed; the rest goes by itself. */
const SHOWN_MS = 7000;

/** So many at once, the latest: more would take the page's room. */
const MOST_SHOWN = 3;

export class Toasts {
  #next = 1;
  list = $state.raw<readonly Toast[]>([]);

  /** @returns what takes it away, e.g. when what it tells of has come to pass */
  show(toast: Omit<Toast, 'id'>): () => void {
    const id = this.#next++;
    const same = this.list.find((shown) => shown.text === toast.text && shown.tone === toast.tone);
    this.list = [...this.list.filter((shown) => shown !== same), { ...toast, id }].slice(-MOST_SHOWN);
    if (toast.tone !== 'bad') setTimeout(() => this.close(id), SHOWN_MS);
    return () => this.close(id);
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}
