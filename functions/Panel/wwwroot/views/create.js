// A first app: paste a repository, see what was found and why, edit, deploy.

import { post } from '../core/api.js';
import { h, morph } from '../core/dom.js';
import { shortCommit } from '../core/format.js';
import { compact, sourceFrom } from '../core/spec.js';
import { goToNewest } from '../parts/apphead.js';
import { attempt, note } from '../parts/notice.js';
import { found } from '../parts/found.js';
import { specForm } from '../parts/specform.js';

export function showCreate({ root, title }) {
  title('New app');
  const closing = new AbortController();
  const problem = h('div', { 'aria-live': 'polite' });
  const result = h('div', { 'aria-live': 'polite' });
  const address = h('input', { id: 'repository', required: true, inputmode: 'url', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', placeholder: 'https://github.com/owner/name' });
  const branch = h('input', { id: 'branch', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });
  const directory = h('input', { id: 'directory', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });

  root.append(h(
    'section', {},
    h('h1', {}, 'New app'),
    h('form', { class: 'card', on: { submit: look } },
      h('div', { class: 'field' }, h('label', { for: 'repository' }, 'Repository'), address),
      h('div', { class: 'fields' },
        h('div', { class: 'field' }, h('label', { for: 'branch' }, 'Branch ', h('span', { class: 'hint' }, 'else the default one')), branch),
        h('div', { class: 'field' }, h('label', { for: 'directory' }, 'Directory ', h('span', { class: 'hint' }, 'else the whole repository')), directory)),
      problem,
      h('p', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, 'Look at the repository'))),
    result,
  ));
  address.focus();
  return { close: () => closing.abort() };

  async function look(event) {
    event.preventDefault();
    result.replaceChildren(h('p', { class: 'loading' }, 'Fetching the repository and looking at it…'));
    const body = { ...sourceFrom(address.value, branch.value.trim()), ...compact({ source_dir: directory.value.trim() }) };
    const answer = await attempt(event.submitter, () => post('/v2/apps/detect', body, { signal: closing.signal }), problem);
    result.replaceChildren();
    if (answer) {
      offer(answer);
    }
  }

  function offer(answer) {
    const trouble = h('div', { 'aria-live': 'polite' });
    const form = answer.spec && specForm(answer.spec);
    morph(result, [h(
      'div', { 'data-key': answer.commit_sha },
      h('h2', { tabindex: '-1' }, `What was found at ${shortCommit(answer.commit_sha)}`),
      answer.template && note('good', h('p', {}, 'The repository brings a spec of its own; it is used.')),
      answer.template_error && note('warn', h('p', {}, h('strong', {}, 'The repository’s spec is not valid and not used: '), answer.template_error)),
      answer.problem && note(answer.spec ? 'warn' : 'bad', h('p', {}, h('strong', {}, answer.problem))),
      (answer.components ?? []).map(found),
      (answer.components ?? []).length === 0 && !answer.spec && !answer.problem && note('bad', h('p', {}, h('strong', {}, 'Nothing was recognised.')), h('p', {}, 'Add a Dockerfile, or name the directory that holds the app.')),
      form && [
        h('h2', {}, 'What will be deployed'),
        form.element,
        trouble,
        h('p', { class: 'actions' }, h('button', { type: 'button', class: 'primary', on: { click: (event) => create(event.currentTarget, form, trouble) } }, 'Deploy')),
      ],
    )]);
    result.querySelector('h2').focus();
  }

  async function create(button, form, trouble) {
    const answer = await attempt(button, () => post('/v2/apps', { spec: form.read() }, { signal: closing.signal }), trouble);
    if (answer) {
      goToNewest(answer.app, 'The app was made; its first deployment has begun.');
    }
  }
}
