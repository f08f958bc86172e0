// All apps and their state at a glance.

import { get, path } from '../core/api.js';
import { since } from '../core/clock.js';
import { h } from '../core/dom.js';
import { count } from '../core/format.js';
import { Live, needs } from '../core/live.js';
import { link } from '../core/router.js';
import { componentsOf } from '../core/spec.js';
import { empty } from '../parts/notice.js';
import { badge, phase } from '../parts/status.js';
import { failedReason, progressBar } from '../parts/tree.js';

const PAGE = 50;
const FILTER_FROM = 6;

export function showApps({ root, changes, title }) {
  title('Apps');
  let wanted = PAGE;
  let filter = '';

  const live = new Live({ root, changes, load, render });
  return live;

  // Of an app that changed only that one is read again.
  async function load(signal, last, changed) {
    const ids = [...new Set(changed.map((change) => change.app))];
    if (needs(changed, 'reset') || ids.some((id) => !last.apps.some((known) => known.id === id))) {
      return readPages(signal);
    }
    const fresh = await Promise.all(ids.map((id) => read(id, signal)));
    return { ...last, apps: last.apps.map((app) => fresh.find((each) => each?.id === app.id) ?? app) };
  }

  // One that is gone is told of on its own.
  async function read(id, signal) {
    try {
      return (await get(path`/v2/apps/${id}`, { signal })).app;
    } catch (error) {
      if (error.status === 404) {
        return null;
      }
      throw error;
    }
  }

  async function readPages(signal) {
    const apps = [];
    let total = 0;
    for (let page = 1; apps.length < wanted; page++) {
      const answer = await get(`/v2/apps?page=${page}&per_page=${PAGE}`, { signal });
      apps.push(...answer.apps);
      total = answer.meta.total;
      if (apps.length >= total || answer.apps.length === 0) {
        break;
      }
    }
    return { apps, total };
  }

  function render({ apps, total }) {
    const shown = apps.filter((app) => app.spec.name.includes(filter));
    return h(
      'section', {},
      h('div', { class: 'head' }, h('h1', {}, 'Apps'), h('a', { class: 'button primary', href: link('/new') }, 'New app')),
      total === 0 && empty('No app yet', 'Paste the address of a git repository: the platform looks at it, says what it found, and deploys it.', h('a', { class: 'button primary', href: link('/new') }, 'Deploy the first app')),
      total >= FILTER_FROM && h('p', { class: 'toolbar' }, h('label', {}, 'Filter ', h('input', { type: 'search', id: 'filter', value: filter, on: { input: (event) => { filter = event.target.value.trim().toLowerCase(); live.draw(); } } })), h('span', { class: 'hint', role: 'status' }, filter ? `${shown.length} of ${count(apps.length, 'app')}` : count(total, 'app'))),
      h('ul', { class: 'list' }, shown.map(row)),
      apps.length < total && h('p', { class: 'actions' }, h('button', { type: 'button', on: { click: more } }, `Show more (${apps.length} of ${total})`)),
    );
  }

  function more() {
    wanted += PAGE;
    live.refresh();
  }
}

function row(app) {
  const current = app.in_progress_deployment ?? app.pending_deployment;
  return h(
    'li', { class: 'row', 'data-key': app.id },
    h('div', { class: 'main' },
      h('a', { class: 'title', href: link(`/apps/${app.id}`) }, app.spec.name),
      h('span', { class: 'hint' }, componentsOf(app.spec).map(({ label, component }) => `${component.name} (${label.toLowerCase()})`).join(', '))),
    h('div', { class: 'states' },
      app.active_deployment ? phase('ACTIVE') : !current && badge('bad', 'Not running'),
      app.active_deployment && !current && isBehind(app) && badge('warn', 'Last deployment did not succeed'),
      app.pinned_deployment && badge('warn', 'Pinned'),
      current && [phase(current.phase), progressBar(current.progress), failedReason(current.progress.steps) && h('span', { class: 'hint' }, failedReason(current.progress.steps).message)]),
    h('div', { class: 'aside' },
      app.live_url && h('a', { href: app.live_url, target: '_blank', rel: 'noopener noreferrer' }, app.live_url.replace(/^https?:\/\//, '')),
      h('span', { class: 'hint' }, app.last_deployment_active_at ? ['deployed ', since(app.last_deployment_active_at)] : ['created ', since(app.created_at)])),
  );
}

// The newest deployment never became active.
const isBehind = (app) => Date.parse(app.last_deployment_created_at) > Date.parse(app.last_deployment_active_at);
