/** @file The browser that benches of the window run in. */
import { chromium, type Browser } from '@playwright/test';
import { existsSync } from 'node:fs';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((program) =>
  existsSync(program),
);
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
];

/** Who is signed in, and where. */
export interface SignedIn {
  readonly address: string;
  /** e.g. `lathe-4321=…`. */
  readonly cookie: string;
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    ...(SYSTEM_CHROMIUM !== undefined && { executablePath: SYSTEM_CHROMIUM }),
  });
}
