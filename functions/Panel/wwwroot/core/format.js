// Numbers and times as people read them.

const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export const exactTime = (iso) => (iso ? dateTime.format(new Date(iso)) : '');

/** "just now", "5 min ago", "3 days ago". */
export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 10) {
    return 'just now';
  }
  for (const [size, unit] of [[86_400, 'day'], [3600, 'h'], [60, 'min'], [1, 's']]) {
    if (seconds >= size) {
      const count = Math.floor(seconds / size);
      return `${count} ${unit === 'day' && count > 1 ? 'days' : unit} ago`;
    }
  }
  return 'just now';
}

/** "in 5 min", "in 3 days". */
export function until(iso, now = Date.now()) {
  const seconds = (Date.parse(iso) - now) / 1000;
  return seconds < 60 ? 'in less than a minute' : `in ${seconds < 172_800 ? duration(Math.floor(seconds / 60) * 60_000).replace(' 0 s', '') : `${Math.floor(seconds / 86_400)} days`}`;
}

/** A time as the clocks of a time zone show it. */
export function inZone(iso, zone) {
  try {
    return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone ?? 'UTC' }).format(new Date(iso));
  } catch {
    // The browser does not know the zone.
    return exactTime(iso);
  }
}

/** "0.4 s", "12 s", "3 min 5 s", "2 h 1 min". */
export function duration(milliseconds) {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 60) {
    return `${Math.floor(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long from one time to another, or until now. */
export const between = (from, to, now = Date.now()) => duration((to ? Date.parse(to) : now) - Date.parse(from));

export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

export const shortCommit = (sha) => sha?.slice(0, 7) ?? '';

/** "DEPLOY_ON_PUSH" as "deploy on push". */
export const words = (constant) => String(constant).toLowerCase().replaceAll('_', ' ');

/** "manual" as "Manual". */
export const capital = (text) => text.replace(/^./u, (letter) => letter.toUpperCase());

/** Text without the sequences that colour it on a terminal, and without other control characters. */
export const plain = (text) => text.replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007]*(?:\u0007|\u001b\\)?|[@-_])|[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
