// Why a deployment ended as it did, in the platform's words and the last of the program's own.

import { h } from '../core/dom.js';
import { plain } from '../core/format.js';
import { note } from './notice.js';
import { failedReason } from './tree.js';

/** @param story what the deployment's history says; null when it was not asked for */
export function ending(deployment, story) {
  const { phase } = deployment;
  if (phase !== 'ERROR' && phase !== 'CANCELED' && phase !== 'SUPERSEDED') {
    return null;
  }
  const reason = story?.reason ?? failedReason(deployment.progress.steps);
  const lines = story?.last_lines ?? [];
  if (!reason && lines.length === 0) {
    return null;
  }
  return note(
    phase === 'ERROR' ? 'bad' : 'past',
    reason && h('p', {}, h('strong', {}, reason.message), ' ', h('code', {}, reason.code)),
    typeof story?.exit_code === 'number' && h('p', {}, `Exit code ${story.exit_code}.`),
    lines.length > 0 && [h('p', { class: 'hint' }, 'The last lines it wrote:'), h('pre', { tabindex: '0', 'aria-label': 'Last lines' }, lines.map(plain).join('\n'))],
    phase === 'ERROR' && h('p', { class: 'hint' }, 'What ran before, if anything did, still runs.'),
  );
}
