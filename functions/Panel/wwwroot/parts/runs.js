// What is done with a run of a job.

import { path, post } from '../core/api.js';
import { h } from '../core/dom.js';
import { mayWrite } from '../core/session.js';
import { attempt, toast } from './notice.js';

export const isOver = (run) => Boolean(run.completed_at) || ['SUCCEEDED', 'FAILED', 'CANCELED', 'SKIPPED'].includes(run.phase);

/** The button that stops a run. */
export function cancelRun(app, run, after) {
  return mayWrite() && h('button', { type: 'button', on: { click: cancel } }, 'Cancel run');

  async function cancel(event) {
    const answer = await attempt(event.currentTarget, () => post(path`/v2/apps/${app.id}/job-invocations/${run.id}/cancel`));
    if (answer) {
      toast('The run is being stopped.');
      after();
    }
  }
}
