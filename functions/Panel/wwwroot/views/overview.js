// An app: what is happening, what it consists of, how that is.

import { get, path } from '../core/api.js';
import { since } from '../core/clock.js';
import { h } from '../core/dom.js';
import { needs } from '../core/live.js';
import { link } from '../core/router.js';
import { componentsOf, sourceOf } from '../core/spec.js';
import { appView } from '../parts/appview.js';
import { commit, deployed } from '../parts/changes.js';
import { ending } from '../parts/ending.js';
import { isUnderWay, phase, state } from '../parts/status.js';
import { progressBar, progressTree } from '../parts/tree.js';

// Instances tell nobody how they are: they are asked now and then.
const PERIOD = 10_000;

export function showOverview(view) {
  return appView(view, { section: '', deployments: true, period: PERIOD, load, render });

  async function load({ app, last, changed, signal }) {
    const [health, deployment] = await Promise.all([
      needs(changed, 'app') || needs(changed, 'due') ? readHealth(app, last, signal) : last.health,
      needs(changed, 'app') || needs(changed, 'deployment', last?.deployment?.id) ? readNewest(app, signal) : last.deployment,
    ]);
    const isKnown = last?.story && last.deployment.id === deployment?.id;
    const story = deployment?.phase !== 'ERROR' ? null : isKnown ? last.story : await get(path`/v2/apps/${app.id}/deployments/${deployment.id}/history`, { signal });
    return { health, deployment, story };
  }

  function render({ app, health, deployment, story }) {
    return [
      deployment && deployment.id !== app.active_deployment?.id && newestDeployment(app, deployment, story),
      app.active_deployment && h('p', { class: 'hint' }, 'Runs ', h('a', { href: link(`/apps/${app.id}/deployments/${app.active_deployment.id}`) }, `“${app.active_deployment.cause}”`), ', active ', since(app.active_deployment.phase_last_updated_at), '.'),
      h('h2', {}, 'Components'),
      h('ul', { class: 'list' }, componentsOf(app.spec).map((entry) => component(app, entry, health.find(({ name }) => name === entry.component.name)))),
    ];
  }
}

const readHealth = (app, last, signal) => get(path`/v2/apps/${app.id}/health`, { signal }).then((answer) => answer.app_health.components, () => last?.health ?? []);

const readNewest = async (app, signal) => (await get(path`/v2/apps/${app.id}/deployments` + '?per_page=1', { signal })).deployments[0] ?? null;

function newestDeployment(app, deployment, story) {
  const address = `/apps/${app.id}/deployments/${deployment.id}`;
  return h(
    'div', { class: 'card', 'data-key': 'newest' },
    h('div', { class: 'head' },
      h('h2', {}, h('a', { href: link(address) }, isUnderWay(deployment.phase) ? 'Deployment under way' : 'Newest deployment')),
      phase(deployment.phase), progressBar(deployment.progress), h('span', { class: 'hint' }, deployment.cause, ', ', since(deployment.created_at))),
    isUnderWay(deployment.phase) && progressTree(deployment.progress, (kind, name) => link(`/apps/${app.id}/logs?type=${kind}&component=${name}&deployment=${deployment.id}`)),
    ending(deployment, story),
  );
}

function component(app, { label, kind, component: spec }, health) {
  const running = app.active_deployment && deployed(app.active_deployment).find(({ name }) => name === spec.name);
  const routes = (app.spec.ingress?.rules ?? []).filter((rule) => rule.component?.name === spec.name).map((rule) => rule.match?.path?.prefix ?? rule.match?.path?.exact ?? '/');
  return h(
    'li', { class: 'row', 'data-key': spec.name },
    h('div', { class: 'main' },
      h('span', { class: 'title' }, spec.name),
      h('span', { class: 'hint' }, label, routes.length > 0 && [' at ', routes.map((route) => h('code', {}, route))], spec.instance_size_slug && ` · ${spec.instance_size_slug}`)),
    h('div', { class: 'states' },
      health && kind !== 'static_site' && kind !== 'job' && [state(health.state), h('span', { class: 'hint' }, `${health.replicas_ready} of ${health.replicas_desired} ready`)],
      health && kind === 'static_site' && state(health.state),
      usage('CPU', health?.cpu_usage_percent), usage('Memory', health?.memory_usage_percent)),
    h('div', { class: 'aside' },
      h('span', { class: 'hint wrap' }, sourceOf(spec), running?.source_commit_hash && [' at ', commit(app.active_deployment.spec, spec.name, running.source_commit_hash)]),
      h('a', { href: link(`/apps/${app.id}/logs?component=${spec.name}`) }, 'Logs')),
  );
}

const usage = (name, percent) => percent !== undefined && percent !== null && h('span', { class: 'hint' }, `${name} ${Math.round(percent)} %`);
