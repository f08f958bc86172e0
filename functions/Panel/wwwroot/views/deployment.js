// One deployment: its progress as a tree, why it ended, what it changed, and its story.

import { get, path, post } from '../core/api.js';
import { since, span } from '../core/clock.js';
import { h } from '../core/dom.js';
import { capital, exactTime, words } from '../core/format.js';
import { needs } from '../core/live.js';
import { link } from '../core/router.js';
import { mayWrite } from '../core/session.js';
import { appView } from '../parts/appview.js';
import { changeList, commitsOf, hashesOf, loadChanges } from '../parts/changes.js';
import { ending } from '../parts/ending.js';
import { attempt, toast } from '../parts/notice.js';
import { rollBack } from '../parts/rollback.js';
import { isUnderWay, phase } from '../parts/status.js';
import { progressBar, progressTree } from '../parts/tree.js';

export function showDeployment(view) {
  const { params } = view;
  return appView(view, { section: '/deployments', name: 'Deployment', deployments: true, load, render });

  // One that ended between two looks at the app is told of by the app alone.
  async function load({ last, changed, signal }) {
    if (!needs(changed, 'app') && !needs(changed, 'deployment', params.deployment)) {
      return { deployment: last.deployment, story: last.story, difference: last.difference };
    }
    const base = path`/v2/apps/${params.app}/deployments/${params.deployment}`;
    const [{ deployment }, story] = await Promise.all([get(base, { signal }), get(`${base}/history`, { signal })]);
    const isSame = last && last.deployment.phase === deployment.phase && hashesOf(last.deployment) === hashesOf(deployment);
    return { deployment, story, difference: isSame ? last.difference : await loadChanges(params.app, params.deployment, null, signal) };
  }

  function render({ app, deployment, story, difference }) {
    return [
      h('div', { class: 'head' },
        h('h2', {}, 'Deployment'),
        h('span', { class: 'states', role: 'status' }, phase(deployment.phase), progressBar(deployment.progress)),
        mayWrite() && isUnderWay(deployment.phase) && h('button', { type: 'button', on: { click: (event) => cancel(app, deployment, event.currentTarget) } }, 'Cancel'),
        mayWrite() && canGoBack(app, deployment) && h('button', { type: 'button', on: { click: () => rollBack(app, deployment) } }, 'Roll back to this')),
      h('dl', { class: 'facts' },
        fact('Cause', causeOf(deployment)),
        fact('Requested', [since(deployment.created_at), ` (${exactTime(deployment.created_at)})`]),
        fact('Commits', commitsOf(deployment).flatMap((commit, i) => (i > 0 ? [', ', commit] : [commit]))),
        fact(isUnderWay(deployment.phase) ? 'For' : 'Took', span(deployment.created_at, isUnderWay(deployment.phase) ? null : endOf(deployment)))),
      ending(deployment, story),
      progressTree(deployment.progress, (kind, name) => link(`/apps/${app.id}/logs?type=${kind}&component=${name}&deployment=${deployment.id}`)),
      h('h2', {}, difference.since ? ['What changed since ', h('a', { href: link(`/apps/${app.id}/deployments/${difference.since}`) }, 'the deployment before')] : 'What it brought'),
      changeList(difference, deployment.spec),
      h('h2', {}, 'What happened'),
      h('ol', { class: 'story' }, (story.history ?? []).map((entry, i) => h('li', { 'data-key': `line-${i}` }, h('time', { datetime: entry.at, title: exactTime(entry.at) }, new Date(entry.at).toLocaleTimeString()), ' ', entry.message))),
    ];
  }
}

/** Why a deployment was made, and which kind of cause that is unless the words say so already. */
export function causeOf({ cause, cause_details: { type } }) {
  const kind = words(type);
  return capital(cause.startsWith(kind) ? cause : `${cause} (${kind})`);
}

/** Whether a deployment ran once and does not now. */
export const canGoBack = (app, deployment) => deployment.phase === 'SUPERSEDED' && app.active_deployment?.id !== deployment.id
  && deployment.progress.success_steps === deployment.progress.total_steps;

/** When a deployment's last step ended. */
export function endOf(deployment) {
  const ends = [];
  const collect = (steps) => steps.forEach((step) => (step.steps ? collect(step.steps) : step.ended_at && ends.push(step.ended_at)));
  collect(deployment.progress.steps);
  return ends.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? deployment.updated_at;
}

const fact = (name, value) => (Array.isArray(value) ? value.length > 0 : value) && [h('dt', {}, name), h('dd', {}, value)];

async function cancel(app, deployment, button) {
  if (await attempt(button, () => post(path`/v2/apps/${app.id}/deployments/${deployment.id}/cancel`))) {
    toast('The deployment is being cancelled.');
  }
}
