// One click back: what the platform says about it, what would change, then the word to go ahead.

import { get, path, post } from '../core/api.js';
import { since } from '../core/clock.js';
import { h } from '../core/dom.js';
import { go } from '../core/router.js';
import { changeList, loadChanges } from './changes.js';
import { ask } from './dialog.js';
import { failure, loading, note, toast } from './notice.js';

export async function rollBack(app, deployment) {
  const keep = h('input', { type: 'checkbox' });
  const dialog = ask({
    title: 'Roll back to this deployment?',
    body: loading(),
    action: 'Roll back',
    blocked: true,
    run: async () => {
      const answer = await post(path`/v2/apps/${app.id}/rollback`, { deployment_id: deployment.id, skip_pin: keep.checked });
      toast('The rollback has begun.');
      go(path`/apps/${app.id}/deployments/${answer.deployment.id}`);
    },
  });
  try {
    const [verdict, changes, current] = await Promise.all([
      post(path`/v2/apps/${app.id}/rollback/validate`, { deployment_id: deployment.id }),
      app.active_deployment ? loadChanges(app.id, deployment.id, app.active_deployment.id) : null,
      get(path`/v2/apps/${app.id}`),
    ]);
    dialog.fill(describe(deployment, verdict, changes, current.app, keep));
    dialog.allow(verdict.valid);
  } catch (error) {
    dialog.fill(failure(error));
  }
}

function describe(deployment, verdict, changes, app, keep) {
  return h(
    'div', {},
    h('p', {}, `“${deployment.cause}”, made `, since(deployment.created_at), '. Nothing is built: the images of that deployment are started again.'),
    verdict.valid
      ? note('good', h('p', {}, h('strong', {}, 'This rollback is possible.')))
      : note('bad', h('p', {}, h('strong', {}, 'This rollback is not possible: '), verdict.error?.message)),
    (verdict.warnings ?? []).map((warning) => note('warn', h('p', {}, warning.message ?? String(warning)))),
    changes && [h('h3', {}, 'What would change'), changeList(changes, deployment.spec)],
    verdict.valid && h('label', { class: 'check' }, keep, ' Stay open for new deployments (otherwise the app is pinned until you keep or undo the rollback)'),
    app.in_progress_deployment && note('warn', h('p', {}, 'A deployment is under way: the rollback takes its turn.')),
  );
}
