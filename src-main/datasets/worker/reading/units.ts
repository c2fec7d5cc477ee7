/** @file What stands beside a number: a currency, a percent sign, a unit of measurement. */

/** Codes and words of currencies; their symbols are known to Unicode. */
const CURRENCIES = String.raw`[A-Z]{0,3}\p{Sc}(?:[A-Z]{2})?|AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|MYR|NOK|NZD|PHP|PLN|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR|Euro|Rs\.?|Fr\.?|kr\.?|zł|Kč|Ft|TL|руб\.?|元|円|원`;
/** Letters that could as well be part of a code (5A, 10K, 3M) are no units; single ones need a space before them. */
const MEASURES =
  '%|‰|°|℃|°C|°F|kg|mg|µg|lbs?|oz|km|cm|mm|µm|nm|mi|ft|km²|km2|m²|m2|m³|m3|cm²|cm2|cm³|cm3|sqm|qm|sqft|ha|ml|cl|' +
  'kWh|Wh|MWh|kW|MW|mV|mA|Hz|kHz|MHz|GHz|ms|µs|min|hrs?|px|kB|KB|MB|GB|TB|Mbps|Pa|hPa|kPa|bar|km/h|kmh|mph|m/s|hp|PS|kcal|kJ|' +
  'bpm|dB|rpm|ppm|pcs|(?<= )[gmlsh]';

const CURRENCY = new RegExp(`^(?:${CURRENCIES})$`, 'u');
const BEFORE = new RegExp(String.raw`^(${CURRENCIES}|%)[ ]?(?=[\d.,(+-])`, 'u');
const AFTER = new RegExp(String.raw`(?<=[\d.,)-])[ ]?(${CURRENCIES}|${MEASURES})$`, 'u');
/** What a spreadsheet's accounting format writes for zero: `$ -`. */
const DASH = /^-{1,2}$/;

const SPACES = /[\u00A0\u2007\u2009\u202F\u3000]/g;
const MINUSES = /[\u2212\u2012\u2013\uFE63]/g;
const PLAIN = /^[\x20-\x7E]*$/;

export interface Written {
  /** The digits with their marks, as {@link readBare} of a notation takes them; a minus before them where there is one. */
  readonly digits: string;
  /** What stands beside them; empty for nothing. */
  readonly unit: string;
}

/** Whether a unit is one of money. */
export const isCurrency = (unit: string): boolean => CURRENCY.test(unit);

/** Signs and spaces as ASCII has them, digits of East Asian width as the others. */
function asAscii(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(SPACES, ' ')
    .replace(MINUSES, '-')
    .replaceAll('￥', '¥');
}

/**
 * A number taken from what stands around it: `($1,001.50)` is `-1,001.50` of `$`, `−0.5 %` is `-0.5` of `%`,
 * `1.234,50-` is `-1.234,50`. One sign, one unit; undefined where there is more, or no digit.
 */
export function takeApart(text: string): Written | undefined {
  let rest = asAscii(text);
  let signs = 0;
  let minus = false;
  let unit = '';
  const takeSign = (): void => {
    const inner = /^\((.*)\)$/.exec(rest)?.[1];
    const sign = inner === undefined ? /^[+-] ?(?=.*\d)/.exec(rest)?.[0] : '(';
    if (sign === undefined) return;
    signs++;
    minus ||= sign !== '+' && sign !== '+ ';
    rest = (inner ?? rest.slice(sign.length)).trim();
  };
  takeSign();
  const found = BEFORE.exec(rest) ?? AFTER.exec(rest);
  if (found) {
    unit = found[1]!;
    rest = found.index === 0 ? rest.slice(found[0].length) : rest.slice(0, found.index);
    takeSign();
  }
  // A minus behind is meant as one only behind an amount: 2- may be a grade.
  const behind = /^(.*[.,]\d+)-$/.exec(rest)?.[1];
  if (behind !== undefined) {
    signs++;
    minus = true;
    rest = behind;
  }
  if (unit !== '' && DASH.test(rest) && isCurrency(unit)) return { digits: '0', unit };
  if (signs > 1 || !/^[\d.,]/.test(rest)) return undefined;
  return { digits: minus ? `-${rest}` : rest, unit };
}
