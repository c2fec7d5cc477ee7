/** @file System notifications, for the end of long work while nobody looks at the window. */

/** Shows a notification when the window is hidden and the system lets it. */
export function notifyWhenHidden(text: string): void {
  if (!document.hidden || !('Notification' in globalThis) || Notification.permission !== 'granted') return;
  new Notification('Lathe', { body: text, icon: '/icon.svg' }).addEventListener('click', () => focus());
}

/** Asks once for the right to notify; call it from a click that starts long work. */
export async function allowNotifications(): Promise<void> {
  if ('Notification' in globalThis && Notification.permission === 'default')
    await Notification.requestPermission();
}
