// What a view shows when it has nothing else to show, or something went wrong.

import { h } from '../core/dom.js';
import { badge, shape } from './status.js';

export const loading = () => h('p', { class: 'loading', 'data-key': 'loading' }, 'Loading…');

/** Nothing here yet, and what to do about it. */
export const empty = (title, text, ...actions) => h('div', { class: 'empty' }, h('h2', {}, title), h('p', {}, text), actions.length > 0 && h('p', { class: 'actions' }, actions));

/** An error: what happened, what to do, and how to find it in the platform's log. */
export function failure(error, retry) {
  return h(
    'div', { class: 'notice bad', role: 'alert', 'data-key': 'failure' },
    shape('bad'),
    h('div', {},
      h('p', {}, h('strong', {}, error.message)),
      error.advice && h('p', {}, error.advice),
      error.requestId && error.status >= 500 && h('p', { class: 'hint' }, `Request ${error.requestId}`),
      retry && h('p', { class: 'actions' }, h('button', { type: 'button', on: { click: retry } }, 'Try again'))),
  );
}

/** What is shown is older than it should be: since when, and why. */
export const stale = (error, since) => h(
  'div', { class: 'notice warn', role: 'status', 'data-key': 'stale' },
  shape('warn'),
  h('div', {}, h('p', {}, h('strong', {}, error.message), ` What is shown is of ${since.toLocaleTimeString()}; it is read again in a moment.`)),
);

export const note = (tone, ...content) => h('div', { class: `notice ${tone}` }, shape(tone), h('div', {}, content));

/** Says something for a moment, also to who does not see it. */
export function toast(text, tone = 'good') {
  const item = h('div', { class: 'toast' }, badge(tone, text));
  region().append(item);
  setTimeout(() => item.remove(), 6000);
}

function region() {
  let element = document.getElementById('toasts');
  if (!element) {
    element = h('div', { id: 'toasts', role: 'status', 'aria-live': 'polite' });
    document.body.append(element);
  }
  return element;
}

/** Runs what a button asks for: the button waits, and an error is shown beside it. */
export async function attempt(button, work, place) {
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  place?.replaceChildren();
  try {
    return await work();
  } catch (error) {
    if (place) {
      place.replaceChildren(failure(error));
    } else {
      toast(error.message, 'bad');
    }
    return undefined;
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}
