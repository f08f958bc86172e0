// What a deployment changed: commits, then fields of the spec.

import { get, path } from '../core/api.js';
import { h } from '../core/dom.js';
import { shortCommit } from '../core/format.js';
import { commitPage, componentsOf } from '../core/spec.js';

/** Reads what a deployment changed since another; since the one before it when none is named. */
export async function loadChanges(app, deployment, since, signal) {
  const query = since ? `?since=${encodeURIComponent(since)}` : '';
  return (await get(path`/platform/apps/${app}/deployments/${deployment}/changes` + query, { signal })).changes;
}

export function changeList(changes, spec) {
  const { commits, components, app } = changes;
  if (commits.length + components.length + app.length === 0) {
    return h('p', { class: 'hint' }, 'Same commits, same spec: nothing changed.');
  }
  return h(
    'ul', { class: 'changes' },
    commits.map((change) => h('li', {}, h('strong', {}, change.component), ' commit ', change.from && [commit(spec, change.component, change.from), ' → '], commit(spec, change.component, change.to))),
    [...components, ...app].map((change) => h('li', {}, change.component && [h('strong', {}, change.component), ' '], change.path !== 'name' && [h('code', {}, change.path), ' '], change.description)),
  );
}

/** A commit, short, with a link where its page is known. */
export function commit(spec, name, sha) {
  const component = componentsOf(spec).find((each) => each.component.name === name)?.component;
  const page = component && commitPage(component, sha);
  const text = h('code', { title: sha }, shortCommit(sha));
  return page ? h('a', { href: page, target: '_blank', rel: 'noopener noreferrer', 'aria-label': `Commit ${shortCommit(sha)}` }, text) : text;
}

/** The components as they were deployed. */
export const deployed = (deployment) => componentsOf(deployment).map(({ component }) => component);

/** The commits of a deployment's components, to compare deployments by. */
export const hashesOf = (deployment) => deployed(deployment).map(({ source_commit_hash: sha }) => sha).join();

/** The commits of a deployment, each once. */
export function commitsOf(deployment) {
  const seen = new Set();
  return deployed(deployment)
    .filter(({ source_commit_hash: sha }) => sha && !seen.has(sha) && seen.add(sha))
    .map(({ name, source_commit_hash: sha }) => commit(deployment.spec, name, sha));
}
