// Questions before something happens.

import { h, morph } from '../core/dom.js';
import { attempt } from './notice.js';

/**
 * Asks.
 * @param title the question
 * @param body nodes below it; may be changed through the answer's `fill`
 * @param action the word on the button that goes ahead
 * @param run what it does; the dialog closes when it succeeds
 */
export function ask({ title, body, action, run, danger = false, blocked = false }) {
  const problem = h('div', { 'aria-live': 'polite' });
  const content = h('div', {}, body);
  const confirm = h('button', { type: 'submit', class: danger ? 'danger' : 'primary', disabled: blocked }, action);
  const dialog = h(
    'dialog', { 'aria-label': title, on: { close: () => dialog.remove() } },
    h('form', { method: 'dialog', on: { submit } },
      h('h2', {}, title),
      content,
      problem,
      h('p', { class: 'actions' }, confirm, h('button', { type: 'button', on: { click: () => dialog.close() } }, 'Cancel'))),
  );
  document.body.append(dialog);
  dialog.showModal();
  return {
    fill: (nodes) => morph(content, [nodes]),
    allow: (isAllowed) => { confirm.disabled = !isAllowed; },
    close: () => dialog.close(),
  };

  async function submit(event) {
    event.preventDefault();
    const done = await attempt(confirm, async () => {
      await run();
      return true;
    }, problem);
    if (done) {
      dialog.close();
    }
  }
}
