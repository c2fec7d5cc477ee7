/** @file A file of customer complaints as an office exports it: BOM, CRLF, semicolons, cells of several lines, decimal commas. */

const MESSAGES: Readonly<Record<string, readonly string[]>> = {
  Rechnung: [
    'Die Rechnung ist falsch, es wurde doppelt abgebucht',
    'Bitte erstatten Sie den Betrag, die Mehrwertsteuer fehlt auf der Rechnung',
    'Mein Konto wurde zweimal mit derselben Rechnung belastet',
  ],
  Lieferung: [
    'Das Paket ist beschädigt angekommen; der Karton war "offen"',
    'Seit zwei Wochen warte ich auf meine Lieferung',
    'Der Fahrer hat das Paket beim falschen Nachbarn abgegeben',
  ],
  Anmeldung: [
    'Ich kann mich nicht anmelden, das Passwort wird abgelehnt',
    'Der Code für die Anmeldung kommt nie an',
    'Nach dem Update ist die Anmeldung in der App gesperrt',
  ],
};

const CLASSES = Object.keys(MESSAGES);
const cell = (text: string): string => (/[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The bytes of a file with so many complaints, of which every tenth has no category yet. */
export function complaints(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const label = CLASSES[i % CLASSES.length]!;
    const messages = MESSAGES[label]!;
    const message = messages[Math.floor(i / CLASSES.length) % messages.length]!;
    const order = `Auftrag ${48_000 + i * 7}`;
    const text =
      i % 4 === 0 ? `Guten Tag,\r\n\r\n${message}.\r\n${order}\r\n\r\nMfG` : `${message} (${order})`;
    const day = `${String(1 + (i % 28)).padStart(2, '0')}.${String(1 + (i % 12)).padStart(2, '0')}.2026`;
    const amount = i % 6 === 0 ? '' : `${i % 5 === 0 ? '1.2' : ''}${10 + (i % 90)},${i % 2 ? '50' : '00'}`;
    const customer = String(i * 13).padStart(6, '0');
    return [customer, text, i % 10 === 9 ? '' : label, day, amount].map(cell).join(';');
  });
  return `\uFEFFKundennummer;Nachricht;Kategorie;Datum;Betrag\r\n${rows.join('\r\n')}\r\n`;
}
