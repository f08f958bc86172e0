// Signing in with a token.

import { get } from '../core/api.js';
import { h } from '../core/dom.js';
import { signIn } from '../core/session.js';
import { attempt, note } from '../parts/notice.js';

export function signInForm(reason) {
  const problem = h('div', { 'aria-live': 'polite' }, reason && note('warn', h('p', {}, reason)));
  const input = h('input', { id: 'token', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'token-hint' });
  const button = h('button', { type: 'submit', class: 'primary' }, 'Sign in');
  return h(
    'main', { class: 'signin' },
    h('h1', {}, 'Pipelines'),
    h('form', { on: { submit } },
      h('label', { for: 'token' }, 'Token'),
      input,
      h('p', { id: 'token-hint', class: 'hint' }, 'The first one lies in the file ', h('code', {}, 'token'), ' of the platform’s data directory. It is kept for this tab only.'),
      problem,
      h('p', { class: 'actions' }, button)),
  );

  async function submit(event) {
    event.preventDefault();
    const secret = input.value.trim();
    await attempt(button, async () => {
      try {
        signIn(secret, (await get('/platform/session', { as: secret })).session);
      } catch (error) {
        if (error.status === 401) {
          error.message = 'This token is not valid: unknown, expired or revoked. Check that all of it was pasted.';
        }
        throw error;
      }
    }, problem);
  }
}
