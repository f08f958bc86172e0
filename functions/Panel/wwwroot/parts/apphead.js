// The head of everything about one app: its name, state, address and sections.

import { path, post } from '../core/api.js';
import { h } from '../core/dom.js';
import { go, link } from '../core/router.js';
import { mayWrite } from '../core/session.js';
import { attempt, note, toast } from './notice.js';
import { badge, phase } from './status.js';
import { ask } from './dialog.js';

export const SECTIONS = [['', 'Overview'], ['/deployments', 'Deployments'], ['/logs', 'Logs'], ['/console', 'Console'], ['/metrics', 'Metrics'], ['/alerts', 'Alerts'], ['/jobs', 'Scheduled runs'], ['/environment', 'Environment'], ['/domains', 'Domains'], ['/settings', 'Settings']];

export function appHead(app, section) {
  const base = `/apps/${app.id}`;
  const current = app.in_progress_deployment ?? app.pending_deployment;
  return h(
    'div', { class: 'apphead' },
    h('div', { class: 'head' },
      h('h1', {}, app.spec.name),
      h('span', { class: 'states' }, app.active_deployment ? phase('ACTIVE') : !current && badge('bad', 'Not running'), current && phase(current.phase)),
      app.live_url && h('a', { href: app.live_url, target: '_blank', rel: 'noopener noreferrer' }, app.live_url.replace(/^https?:\/\//, '')),
      mayWrite() && h('button', { type: 'button', class: 'primary', disabled: Boolean(app.pinned_deployment), on: { click: (event) => deploy(app, event.currentTarget) } }, 'Deploy')),
    h('nav', { class: 'tabs', 'aria-label': 'App' }, SECTIONS.map(([to, name]) => h('a', { href: link(base + to), 'aria-current': to === section ? 'page' : null }, name))),
    app.pinned_deployment && pinned(app),
  );
}

export async function deploy(app, button, forceBuild = false) {
  const answer = await attempt(button, () => post(path`/v2/apps/${app.id}/deployments`, { force_build: forceBuild }));
  if (answer) {
    toast('The deployment has begun.');
    go(`/apps/${app.id}/deployments/${answer.deployment.id}`);
  }
}

/** Goes to the deployment that a change of an app has begun. */
export function goToNewest(app, text = 'Saved; the deployment has begun.') {
  toast(text);
  go(`/apps/${app.id}/deployments/${(app.pending_deployment ?? app.in_progress_deployment ?? app.active_deployment).id}`);
}

function pinned(app) {
  return note(
    'warn',
    h('p', {}, h('strong', {}, 'Pinned to a rollback. '), 'New deployments wait until you keep the rollback or undo it.'),
    mayWrite() && h('p', { class: 'actions' },
      h('button', { type: 'button', class: 'primary', on: { click: (event) => keep(app, event.currentTarget) } }, 'Keep the rollback'),
      h('button', { type: 'button', on: { click: () => undo(app) } }, 'Undo the rollback')),
  );
}

async function keep(app, button) {
  const done = await attempt(button, async () => {
    await post(path`/v2/apps/${app.id}/rollback/commit`);
    return true;
  });
  if (done) {
    toast('The rollback is kept; the app takes deployments again.');
  }
}

function undo(app) {
  ask({
    title: 'Undo the rollback?',
    body: h('p', {}, 'What ran before the rollback is started again, without building.'),
    action: 'Undo the rollback',
    run: async () => {
      const answer = await post(path`/v2/apps/${app.id}/rollback/revert`);
      go(`/apps/${app.id}/deployments/${answer.deployment.id}`);
    },
  });
}
