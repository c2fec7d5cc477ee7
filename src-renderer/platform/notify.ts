/** @file System notifications, for the end of long work while nobody looks at the window. */
import '../../src-shared/platform/native.ts';

/** Shows a notification when the window is hidden and the system lets it. */
export function notifyWhenHidden(text: string): void {
  if (!document.hidden) return;
  if (window.lathe) void window.lathe.notify({ title: 'Lathe', body: text }).catch(console.error);
  else if ('Notification' in globalThis && Notification.permission === 'granted')
    new Notification('Lathe', { body: text, icon: '/icon.svg' }).addEventListener('click', () => focus());
}

/** Asks a browser once for the right to notify; call it from a click that starts long work. */
export async function allowNotifications(): Promise<void> {
  if (!window.lathe && 'Notification' in globalThis && Notification.permission === 'default')
    await Notification.requestPermission();
}
