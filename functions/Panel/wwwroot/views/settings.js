// The spec as text, and what is done to the app as a whole.

import { get, path, post, put, remove } from '../core/api.js';
import { h } from '../core/dom.js';
import { go } from '../core/router.js';
import { mayWrite } from '../core/session.js';
import { MASK, masked, unmask } from '../core/spec.js';
import { deploy, goToNewest } from '../parts/apphead.js';
import { appView } from '../parts/appview.js';
import { ask } from '../parts/dialog.js';
import { attempt, note, toast } from '../parts/notice.js';

export function showSettings(view) {
  const head = h('div', {});
  const body = h('div', {});
  const verdict = h('div', { 'aria-live': 'polite' });
  const text = h('textarea', { class: 'spec', id: 'spec', rows: '24', spellcheck: 'false', readonly: !mayWrite(), 'aria-describedby': 'spec-hint' });
  let app = null;

  view.root.append(head, body);
  const live = appView({ ...view, root: head }, { section: '/settings', loaded });
  addEventListener('beforeunload', warn);
  return {
    isEdited,
    close() {
      removeEventListener('beforeunload', warn);
      live.close();
    },
  };

  function isEdited() {
    return app !== null && text.value !== masked(app.spec);
  }

  // What is being edited stays, and so does what it is compared with.
  function loaded({ app: fresh }, last) {
    if (!last) {
      body.replaceChildren(editor(), mayWrite() ? dangerous() : '');
    }
    if (!isEdited()) {
      app = fresh;
      text.value = masked(app.spec);
    }
  }

  function editor() {
    return h(
      'section', {},
      h('h2', {}, h('label', { for: 'spec' }, 'App spec')),
      h('p', { class: 'hint', id: 'spec-hint' }, 'JSON. Where ', h('code', {}, MASK), ' stands, the encrypted value stays as it is; write another in its place to replace it.'),
      text,
      verdict,
      mayWrite() && h('p', { class: 'actions' },
        h('button', { type: 'button', class: 'primary', on: { click: save } }, 'Save and deploy'),
        h('button', { type: 'button', on: { click: check } }, 'Check')),
    );
  }

  function read(original) {
    let edited;
    try {
      edited = JSON.parse(text.value);
    } catch (error) {
      throw Object.assign(new Error(`The text is not JSON: ${error.message}`), { advice: 'Mend it, or reload the page to begin again.' });
    }
    return unmask(edited, original);
  }

  async function check(event) {
    const answer = await attempt(event.currentTarget, () => post('/v2/apps/propose', { spec: read(app.spec), app_id: app.id }), verdict);
    if (answer) {
      verdict.replaceChildren(note('good', h('p', {}, h('strong', {}, 'The spec is valid. '), `It would cost $${answer.app_cost} a month.`)));
    }
  }

  async function save(event) {
    const answer = await attempt(event.currentTarget, async () => {
      const fresh = (await get(path`/v2/apps/${app.id}`)).app;
      if (masked(fresh.spec) !== masked(app.spec)) {
        throw Object.assign(new Error('Somebody changed the spec meanwhile.'), { advice: 'Keep a copy of your text and load the page again to see theirs, then make your changes again.' });
      }
      return put(path`/v2/apps/${app.id}`, { spec: read(fresh.spec) });
    }, verdict);
    if (answer) {
      goToNewest(answer.app);
    }
  }

  function warn(event) {
    if (isEdited()) {
      event.preventDefault();
    }
  }

  function dangerous() {
    return h(
      'section', {},
      h('h2', {}, 'Actions'),
      h('ul', { class: 'list' },
        action('Restart', 'Starts all instances anew, one release beside the other. Nothing is built.', h('button', { type: 'button', on: { click: restart } }, 'Restart')),
        action('Rebuild', 'Builds everything from the newest commits, even what has not changed, and deploys it.', h('button', { type: 'button', on: { click: (event) => deploy(app, event.currentTarget, true) } }, 'Rebuild')),
        action('Delete', 'Stops the app and removes it with its deployments, images and logs. This cannot be undone.', h('button', { type: 'button', class: 'danger', on: { click: erase } }, 'Delete…'))),
    );
  }

  async function restart(event) {
    const answer = await attempt(event.currentTarget, () => post(path`/v2/apps/${app.id}/restart`, { components: [] }));
    if (answer) {
      go(`/apps/${app.id}/deployments/${answer.deployment.id}`);
    }
  }

  function erase() {
    const input = h('input', { id: 'confirm-name', autocomplete: 'off', on: { input: () => dialog.allow(input.value === app.spec.name) } });
    const dialog = ask({
      title: `Delete ${app.spec.name}?`,
      body: [h('p', {}, 'Its deployments, images and logs go with it. This cannot be undone.'), h('label', { for: 'confirm-name' }, 'Type the app’s name to go ahead'), input],
      action: 'Delete the app',
      danger: true,
      blocked: true,
      run: async () => {
        await remove(path`/v2/apps/${app.id}`);
        toast('The app is being deleted.');
        go('/');
      },
    });
  }
}

const action = (name, text, button) => h('li', { class: 'row' }, h('div', { class: 'main' }, h('span', { class: 'title' }, name), h('span', { class: 'hint wrap' }, text)), h('div', { class: 'aside' }, button));
