// The deployments of an app: what each changed and why it ended.

import { get, path } from '../core/api.js';
import { since, span } from '../core/clock.js';
import { h } from '../core/dom.js';
import { needs } from '../core/live.js';
import { link } from '../core/router.js';
import { mayWrite } from '../core/session.js';
import { appView } from '../parts/appview.js';
import { changeList, commitsOf, loadChanges } from '../parts/changes.js';
import { empty, failure, loading } from '../parts/notice.js';
import { rollBack } from '../parts/rollback.js';
import { isUnderWay, phase } from '../parts/status.js';
import { failedReason, progressBar } from '../parts/tree.js';
import { canGoBack, causeOf, endOf } from './deployment.js';

const PAGE = 20;

export function showDeployments(view) {
  let wanted = PAGE;
  const live = appView(view, { section: '/deployments', deployments: true, load, render });
  return live;

  // Of a deployment that changed only that one is read again.
  async function load({ app, last, changed, signal }) {
    const ids = [...new Set(changed.map((change) => change.deployment).filter(Boolean))];
    if (needs(changed, 'app') || ids.some((id) => !last.deployments.some((known) => known.id === id))) {
      return readPages(app, signal);
    }
    const fresh = await Promise.all(ids.map(async (id) => (await get(path`/v2/apps/${app.id}/deployments/${id}`, { signal })).deployment));
    return { total: last.total, deployments: last.deployments.map((known) => fresh.find(({ id }) => id === known.id) ?? known) };
  }

  async function readPages(app, signal) {
    const deployments = [];
    let total = 0;
    for (let page = 1; deployments.length < wanted; page++) {
      const answer = await get(path`/v2/apps/${app.id}/deployments` + `?page=${page}&per_page=${PAGE}`, { signal });
      deployments.push(...answer.deployments);
      total = answer.meta.total;
      if (deployments.length >= total || answer.deployments.length === 0) {
        break;
      }
    }
    return { deployments, total };
  }

  function render({ app, deployments, total }) {
    return [
      total === 0 && empty('No deployment yet', 'Press Deploy to build and start the app.'),
      h('ol', { class: 'list' }, deployments.map((deployment) => row(app, deployment))),
      deployments.length < total && h('p', { class: 'actions' }, h('button', { type: 'button', on: { click: () => { wanted += PAGE; live.refresh(); } } }, `Show more (${deployments.length} of ${total})`)),
    ];
  }
}

function row(app, deployment) {
  const reason = failedReason(deployment.progress.steps);
  const underWay = isUnderWay(deployment.phase);
  return h(
    'li', { class: 'row', 'data-key': deployment.id },
    h('div', { class: 'main' },
      h('a', { class: 'title', href: link(`/apps/${app.id}/deployments/${deployment.id}`) }, causeOf(deployment)),
      h('span', { class: 'hint' }, commitsOf(deployment).map((commit, i) => (i > 0 ? [' · ', commit] : ['at ', commit]))),
      reason && h('span', { class: 'reason' }, reason.message),
      !underWay && difference(app, deployment)),
    h('div', { class: 'states' }, phase(deployment.phase), underWay && progressBar(deployment.progress)),
    h('div', { class: 'aside' },
      h('span', { class: 'hint' }, since(deployment.created_at), underWay ? ', for ' : ', took ', span(deployment.created_at, underWay ? null : endOf(deployment))),
      mayWrite() && canGoBack(app, deployment) && h('button', { type: 'button', on: { click: () => rollBack(app, deployment) } }, 'Roll back')),
  );
}

function difference(app, deployment) {
  return h(
    'details', { on: { toggle } },
    h('summary', {}, 'What changed'),
    h('div', { 'data-own': true, 'data-key': 'changes' }),
  );

  async function toggle(event) {
    const place = event.currentTarget.querySelector('[data-own]');
    if (!event.currentTarget.open || place.hasChildNodes()) {
      return;
    }
    place.replaceChildren(loading());
    try {
      place.replaceChildren(changeList(await loadChanges(app.id, deployment.id), deployment.spec));
    } catch (error) {
      place.replaceChildren(failure(error));
    }
  }
}
