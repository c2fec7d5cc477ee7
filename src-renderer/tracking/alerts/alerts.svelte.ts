/** @file The latest alerts, and which of them this window has not shown yet. */
import type { Alert, Client } from '../../../src-shared/contract.ts';
import type { Live } from '../../platform/live.svelte.ts';
import { calm } from '../../platform/calm.ts';
import { freshAlerts, unseenAlerts } from './fresh.ts';

export interface AlertsOptions {
  readonly client: Client;
  readonly live: Live;
  /** Called for each alert that comes while the window is open. */
  readonly told: (alert: Alert) => void;
  readonly failed: (thrown: unknown) => void;
}

/** As many as the tray shows. */
const MOST = 100;
const KEY = 'lathe.alerts';

export class Alerts {
  /** The newest first. */
  list = $state.raw<readonly Alert[]>([]);
  /** The number of the newest alert that somebody looked at here. */
  #seen = $state(Number(localStorage.getItem(KEY) ?? 0));
  readonly unseen: number = $derived(unseenAlerts(this.list, this.#seen));
  /** Null until the list was read. */
  #known: number | null = null;
  readonly #options: AlertsOptions;

  constructor(options: AlertsOptions) {
    this.#options = options;
    const again = calm(() => void this.#read());
    options.live.on('changed', ({ what }) => what === 'alerts' && again.soon());
    options.live.on('reset', () => again.soon());
  }

  /** Nothing that stands here is new any more. */
  see(): void {
    this.#seen = Math.max(this.#seen, this.list[0]?.number ?? 0);
    localStorage.setItem(KEY, String(this.#seen));
  }

  async #read(): Promise<void> {
    try {
      const { items } = await this.#options.client.alerts.list({ limit: MOST });
      this.list = items;
      for (const alert of freshAlerts(items, this.#known)) this.#options.told(alert);
      this.#known = Math.max(this.#known ?? 0, items[0]?.number ?? 0);
    } catch (thrown) {
      this.#options.failed(thrown);
    }
  }
}
