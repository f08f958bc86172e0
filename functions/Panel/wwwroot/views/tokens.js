// The tokens that the signed-in administrator sees to: made, shown by prefix, revoked.

import { get, path, post, remove } from '../core/api.js';
import { since } from '../core/clock.js';
import { h } from '../core/dom.js';
import { exactTime } from '../core/format.js';
import { Live } from '../core/live.js';
import { identity } from '../core/session.js';
import { ask } from '../parts/dialog.js';
import { attempt, empty, note, toast } from '../parts/notice.js';
import { badge } from '../parts/status.js';

const SCOPES = [['read', 'Read: look at apps'], ['write', 'Write: look and change'], ['admin', 'Admin: also tokens and the audit trail']];
const LIFETIMES = [['86400', 'One day'], ['2592000', '30 days'], ['7776000', '90 days'], ['31536000', 'One year'], ['', 'Never']];
const STATES = { active: 'good', expired: 'past', revoked: 'bad' };

export function showTokens({ root, title }) {
  title('Tokens');
  if (identity()?.scope !== 'ADMIN') {
    root.append(h('h1', {}, 'Tokens'), empty('Only for administrators', 'Sign in with a token whose scope is admin to see to tokens.'));
    return {};
  }
  let secret = null;
  const live = new Live({ root, load, render });
  return { isEdited: () => secret !== null, close: () => live.close() };

  async function load(signal) {
    const [{ tokens }, { teams }] = await Promise.all([get('/platform/tokens?per_page=200', { signal }), get('/platform/teams?per_page=200', { signal })]);
    return { tokens, teams };
  }

  function render({ tokens, teams }) {
    return h(
      'section', {},
      h('h1', {}, 'Tokens'),
      secret && shown(),
      form(teams),
      h('ul', { class: 'list' }, tokens.map(row)),
    );
  }

  function form(teams) {
    return h(
      'form', { class: 'card', id: 'new-token', on: { submit: create } },
      h('h2', {}, 'New token'),
      h('div', { class: 'fields' },
        field('token-name', 'Name', h('input', { id: 'token-name', name: 'name', required: true, maxlength: '255', autocomplete: 'off', placeholder: 'What it is for' })),
        field('token-scope', 'Scope', select('token-scope', 'scope', SCOPES)),
        field('token-lifetime', 'Ends after', select('token-lifetime', 'lifetime', LIFETIMES)),
        teams.length > 1 && field('token-team', 'Team', select('token-team', 'team', teams.map(({ id, name }) => [id, name])))),
      h('div', { id: 'token-problem', 'aria-live': 'polite', 'data-own': true }),
      h('p', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, 'Make the token')));
  }

  async function create(event) {
    event.preventDefault();
    const target = event.currentTarget;
    const { name, scope, lifetime, team } = Object.fromEntries(new FormData(target));
    const body = { name, scope, ...(lifetime ? { expires_in_seconds: Number(lifetime) } : {}), ...(team ? { team } : {}) };
    const answer = await attempt(target.querySelector('button'), () => post('/platform/tokens', body), target.querySelector('#token-problem'));
    if (answer) {
      secret = answer;
      target.reset();
      live.refresh();
    }
  }

  // The one time it is there: it lives in this view and nowhere else.
  function shown() {
    return h('div', { 'data-key': 'secret' }, note(
      'warn',
      h('p', {}, h('strong', {}, `Copy the secret of “${secret.token.name}” now. `), 'It is shown this once and kept nowhere.'),
      h('p', {}, h('code', { id: 'secret', class: 'wrap' }, secret.secret)),
      h('p', { class: 'actions' },
        h('button', { type: 'button', class: 'primary', on: { click: copy } }, 'Copy'),
        h('button', { type: 'button', on: { click: () => { secret = null; live.draw(); } } }, 'I have it'))));
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(secret.secret);
      toast('Copied.');
    } catch {
      getSelection().selectAllChildren(document.getElementById('secret'));
      toast('Select it and copy it by hand: the browser does not allow it here.', 'warn');
    }
  }

  function row(token) {
    return h(
      'li', { class: 'row', 'data-key': token.id },
      h('div', { class: 'main' },
        h('span', { class: 'title' }, token.name),
        h('span', { class: 'hint' }, h('code', {}, `${token.prefix}…`), ` · ${token.scope} · team ${token.team}`)),
      h('div', { class: 'states' }, badge(STATES[token.state] ?? 'idle', token.state[0].toUpperCase() + token.state.slice(1))),
      h('div', { class: 'aside' },
        h('span', { class: 'hint' }, 'made ', since(token.created_at), token.expires_at ? `, ends ${exactTime(token.expires_at)}` : ', never ends'),
        token.state === 'active' && h('button', { type: 'button', class: 'danger', on: { click: () => revoke(token) } }, 'Revoke…')),
    );
  }

  function revoke(token) {
    ask({
      title: `Revoke ${token.name}?`,
      body: h('p', {}, 'Whoever uses it is refused from now on. This cannot be undone.'),
      action: 'Revoke the token',
      danger: true,
      run: async () => {
        await remove(path`/platform/tokens/${token.id}`);
        toast('The token is revoked.');
        live.refresh();
      },
    });
  }
}

const field = (id, label, input) => h('div', { class: 'field' }, h('label', { for: id }, label), input);
const select = (id, name, options) => h('select', { id, name }, options.map(([value, label]) => h('option', { value }, label)));
