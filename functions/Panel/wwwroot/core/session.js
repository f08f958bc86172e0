// The token of who is signed in: kept for this tab only, and never part of an address.

const KEY = 'pipelines.token';
let current = null;
const listeners = new Set();

export const token = () => sessionStorage.getItem(KEY);

/** What the token allows: { token_name, team_id, scope }; null until known. */
export const identity = () => current;

export const mayWrite = () => current?.scope === 'WRITE' || current?.scope === 'ADMIN';

export function signIn(secret, who) {
  sessionStorage.setItem(KEY, secret);
  current = who;
  tell();
}

export function signOut(reason) {
  sessionStorage.removeItem(KEY);
  current = null;
  tell(reason);
}

/** Calls back whenever somebody signs in or out. */
export function onSession(listener) {
  listeners.add(listener);
}

function tell(reason) {
  for (const listener of listeners) {
    listener(reason);
  }
}
