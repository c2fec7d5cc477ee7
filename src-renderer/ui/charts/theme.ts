/** @file Our tokens as colors that a canvas understands. */

export interface ChartTheme {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly raised: string;
  readonly accent: string;
  readonly good: string;
  readonly warn: string;
  readonly bad: string;
  readonly tint: string;
  /** Eight, safe for color-blind eyes, in order of use. */
  readonly series: readonly string[];
  readonly font: string;
}

/** Reads the tokens as they are now, light or dark. */
export function readTheme(element: HTMLElement): ChartTheme {
  const probe = element.appendChild(document.createElement('span'));
  const style = getComputedStyle(probe);
  const color = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return style.color;
  };
  const theme: ChartTheme = {
    text: color('text'),
    muted: color('muted'),
    line: color('line'),
    surface: color('surface'),
    raised: color('raised'),
    accent: color('accent'),
    good: color('good'),
    warn: color('warn'),
    bad: color('bad'),
    tint: color('tint'),
    series: Array.from({ length: 8 }, (_, i) => color(`series-${i + 1}`)),
    font: style.fontFamily,
  };
  probe.remove();
  return theme;
}
