/** @file Chromium asks nothing of the net: the window needs only its own scheme, so every other way out is closed. */
import type { App, Session } from 'electron';
import { WINDOW_ORIGIN } from '../../src-shared/platform/native.ts';

/** Switches and their values; they must be set before Electron is ready. */
const SWITCHES: readonly (readonly [string, string?])[] = [
  // No name is looked up, whoever asks for it inside Chromium.
  ['host-resolver-rules', 'MAP * ~NOTFOUND'],
  // Nor is a proxy looked for (WPAD).
  ['no-proxy-server'],
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['disable-breakpad'],
  ['no-pings'],
  ['dns-prefetch-disable'],
  ['disable-quic'],
  [
    'disable-features',
    'MediaRouter,DialMediaRouteProvider,OptimizationHints,CertificateTransparencyComponentUpdater,AutofillServerCommunication',
  ],
];

export function silenceChromium({ commandLine }: Pick<App, 'commandLine'>): void {
  for (const [name, value] of SWITCHES) commandLine.appendSwitch(name, value);
}

export type SilencedSession = Pick<Session, 'setSpellCheckerEnabled' | 'webRequest'>;

/** Not on the net: the window's own pages, what they hold in memory, and Chromium's developer tools. */
const LOCAL = new Set([new URL(WINDOW_ORIGIN).protocol, 'data:', 'blob:', 'devtools:', 'chrome:', 'about:']);

/** No dictionary is fetched for a spell checker, and a request to anywhere else is ended before it begins. */
export function silenceSession(session: SilencedSession): void {
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !(URL.canParse(url) && LOCAL.has(new URL(url).protocol)) }),
  );
}
