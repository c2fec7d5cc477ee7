/** @file The window's shared state, wired once: read this first. */
import type { About, Alert, Client, Job, Person, QueuedWork } from '../../src-shared/contract.ts';
import { type AppError, toAppError, wording } from '../../src-shared/platform/errors.ts';
import { fromProblem, isAbort } from './client.ts';
import { Format } from './i18n/format.ts';
import { MetricWords } from '../evaluation/metric-words.ts';
import { WORDS, type AllWords } from '../words.ts';
import { Jobs } from './jobs.svelte.ts';
import { hrefOfJob, leftSomething } from './jobs.ts';
import { Keys } from './keys.svelte.ts';
import { Live } from './live.svelte.ts';
import { notifyWhenHidden } from './notify.ts';
import { Outbox, type Refusal } from '../labeling/outbox.svelte.ts';
import { openOutboxStore } from '../labeling/outbox-store.ts';
import { painted } from './paint.ts';
import { Preparations } from '../labeling/preparations.svelte.ts';
import { Preferences } from './preferences.svelte.ts';
import { hrefTo } from './routes.ts';
import { Router } from './router.svelte.ts';
import { whileShown } from './shown.ts';
import { Alerts } from '../tracking/alerts/alerts.svelte.ts';
import { alertInWords } from '../../src-shared/tracking/alerts/words.ts';
import { WorkNotices } from '../search/work-notices.ts';
import { Toasts } from './toasts.svelte.ts';

const CLOCK_MS = 10_000;

export class App {
  readonly client: Client;
  readonly preferences = new Preferences();
  readonly router = new Router();
  readonly keys = new Keys(() => this.router.match?.name ?? '');
  readonly toasts = new Toasts();
  readonly live: Live;
  readonly jobs: Jobs;
  readonly alerts: Alerts;
  readonly #works: WorkNotices;
  /** The data of sample projects. */
  readonly preparations: Preparations;
  /** Labelers' answers on their way to the workbench, whatever page is shown. */
  readonly outbox: Outbox;
  /** Every word of the window in the reader's language. */
  readonly words: AllWords = $derived(WORDS[this.preferences.language]);
  readonly format: Format = $derived(new Format(this.preferences.language));
  readonly metrics: MetricWords = $derived(new MetricWords(this.preferences.language, this.format));
  person = $state.raw<Person>();
  about = $state.raw<About>();
  /** Why the window cannot work at all, e.g. nobody is signed in. */
  barred = $state.raw<AppError>();
  /** Milliseconds since 1970, renewed every few seconds: what "3 minutes ago" is told against. */
  now = $state(Date.now());
  /** Overlays that belong to no page. */
  overlay = $state<'palette' | 'keys' | 'jobs' | 'alerts' | null>(null);

  constructor(client: Client) {
    this.client = client;
    this.live = new Live(client);
    this.jobs = new Jobs({
      client,
      live: this.live,
      ended: (job) => void this.#jobEnded(job),
      failed: (thrown) => this.handleError(thrown),
    });
    this.alerts = new Alerts({
      client,
      live: this.live,
      told: (alert) => this.#tellAlert(alert),
      failed: (thrown) => this.handleError(thrown),
    });
    this.#works = new WorkNotices({
      run: (run) => client.runs.get({ run }),
      queue: async () => (await client.search.queue()).items,
      over: (work) => this.#tellWork(work),
    });
    this.live.on('changed', ({ what, id }) => {
      if (what === 'search') void this.attempt(() => this.#works.changed(id));
    });
    this.preparations = new Preparations(client, this.jobs);
    this.outbox = new Outbox({
      annotate: (input) => client.labeling.annotate(input),
      store: openOutboxStore(),
      painted,
      pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    });
    this.outbox.onRefused((refusal) => this.#tellRefusal(refusal));
  }

  /** Signs on, then follows the workbench until aborted. */
  async start(signal: AbortSignal): Promise<void> {
    this.live.on('reset', () => void this.#greet());
    // The counts in it stay the same where a row was only edited.
    this.live.on('changed', ({ edited }) => void (edited || this.#refreshAbout()));
    const clock = setInterval(() => (this.now = Date.now()), CLOCK_MS);
    signal.addEventListener('abort', () => clearInterval(clock), { once: true });
    await this.#greet();
    if (this.barred?.code === 'NOT_SIGNED_IN') return;
    await whileShown((shown) => this.live.follow(shown), signal);
  }

  /** The one place where an error that no page shows itself is told. */
  handleError(thrown: unknown): void {
    if (isAbort(thrown)) return;
    const error = toAppError(thrown);
    if (error.key === 'house.internal' && error.cause) console.error(error.cause);
    const { message, hint } = this.say(error);
    this.toasts.show({ tone: 'bad', text: message, hint });
  }

  /** An error in the reader's language. */
  say(error: AppError): { readonly message: string; readonly hint: string } {
    return wording(error, this.preferences.language);
  }

  /** Whether the person may do what labelers (or, with `engineer`, engineers) may. */
  may(what: 'label' | 'engineer'): boolean {
    const role = this.person?.role;
    return role === 'owner' || role === 'engineer' || (what === 'label' && role === 'labeler');
  }

  /** Runs a command of a page; what it throws is told, and the result is then undefined. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (thrown) {
      this.handleError(thrown);
      return undefined;
    }
  }

  async #greet(): Promise<void> {
    try {
      [this.person, this.about] = await Promise.all([
        this.client.session.me(),
        this.client.workspace.about(),
      ]);
      this.barred = undefined;
      await this.outbox.open(this.person.id);
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'NOT_SIGNED_IN' || this.about === undefined) this.barred = error;
    }
  }

  /** The Label page shows itself whose answer came first; elsewhere a link goes there. */
  #tellRefusal({ unsaved: { dataset, sample }, error }: Refusal): void {
    const isMeanwhile = error.key === 'labeling.answeredMeanwhile';
    if (isMeanwhile && this.router.parameter('dataset') === dataset) return;
    const { message, hint } = this.say(error);
    const text = this.words.label.refused(message);
    const href = hrefTo('labelDataset', { dataset }, { samples: sample });
    const says = this.words.label.savedElsewhere;
    this.toasts.show(
      isMeanwhile ? { tone: 'warn', text, hint, link: { says, href } } : { tone: 'bad', text, hint },
    );
  }

  async #refreshAbout(): Promise<void> {
    try {
      this.about = await this.client.workspace.about();
    } catch {
      // The stream tells when the workbench is back; counts then come with the reset.
    }
  }

  #tellAlert(alert: Alert): void {
    const text = alertInWords(alert)[this.preferences.language];
    const href = hrefTo('run', { run: alert.run });
    notifyWhenHidden(text);
    this.toasts.show({ tone: 'warn', text, link: { says: this.words.runs.alerts.open, href } });
  }

  /** A search or bisection is over: its trainings were not told one by one. */
  #tellWork({ id, kind, name, state, error: why }: QueuedWork): void {
    const { queue, ended } = this.words.search;
    const end = state === 'failed' || state === 'stopped' ? state : 'finished';
    const text = ended[end](queue[kind], name);
    const href =
      kind === 'bisection' ? hrefTo('bisection', { bisection: id }) : hrefTo('search', { search: id });
    const error = why && this.say(fromProblem(why));
    notifyWhenHidden(text);
    if (end === 'finished' && href === this.router.path) return;
    this.toasts.show({
      tone: end === 'failed' ? 'bad' : end === 'finished' ? 'good' : 'plain',
      text: error ? `${text} ${error.message}` : text,
      ...(error && { hint: error.hint }),
      link: { says: this.words.shell.jobs.open, href },
    });
  }

  async #jobEnded(job: Job): Promise<void> {
    // Whoever asked for a preview has it before them.
    if (job.kind === 'preview') return;
    const { subject } = job;
    if (job.kind === 'train' && subject && (await this.attempt(() => this.#works.isPart(subject)))) return;
    const words = this.words.shell.jobs;
    const text = words.ended[job.state === 'running' ? 'done' : job.state](words.kind[job.kind], job.title);
    const href = hrefOfJob(job);
    const error = job.error && this.say(fromProblem(job.error));
    notifyWhenHidden(text);
    // The page of what was made shows it already.
    if (job.state === 'done' && href === this.router.path) return;
    this.toasts.show({
      tone: job.state === 'failed' ? 'bad' : job.state === 'done' ? 'good' : 'plain',
      text: error ? `${text} ${error.message}` : text,
      ...(error && { hint: error.hint }),
      ...(href && leftSomething(job) && { link: { says: words.open, href } }),
    });
  }
}
