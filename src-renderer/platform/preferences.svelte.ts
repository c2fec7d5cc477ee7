/** @file What a person chose for this window: theme and language. Kept by the browser, applied to the document. */
import type { Language } from '../words.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'lathe.preferences';

export class Preferences {
  #theme = $state<Theme>('system');
  #language = $state<Language>('en');
  #systemDark = $state(false);

  constructor() {
    const kept = readKept();
    this.#theme = kept.theme ?? 'system';
    this.#language = kept.language ?? systemLanguage();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.#systemDark = dark.matches;
    dark.addEventListener('change', () => (this.#systemDark = dark.matches));
    this.#apply();
  }

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    this.#keep();
  }

  get language(): Language {
    return this.#language;
  }

  set language(language: Language) {
    this.#language = language;
    this.#keep();
  }

  /** What is shown, once the system has been asked. */
  get shownTheme(): 'light' | 'dark' {
    if (this.#theme !== 'system') return this.#theme;
    return this.#systemDark ? 'dark' : 'light';
  }

  #keep(): void {
    localStorage.setItem(KEY, JSON.stringify({ theme: this.#theme, language: this.#language }));
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.lang = this.#language === 'zh' ? 'zh-CN' : 'en';
    if (this.#theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = this.#theme;
  }
}

function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Kept text may be anything: only known values are taken. */
function readKept(): { theme?: Theme; language?: Language } {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    const theme = THEMES.find((known) => 'theme' in kept && kept.theme === known);
    const language = (['en', 'zh'] as const).find((known) => 'language' in kept && kept.language === known);
    return { ...(theme && { theme }), ...(language && { language }) };
  } catch {
    return {};
  }
}
