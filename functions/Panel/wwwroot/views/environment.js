// The variables of an app and of each component, to be edited and deployed.

import { get, path, put } from '../core/api.js';
import { h, morph } from '../core/dom.js';
import { mayWrite } from '../core/session.js';
import { componentsOf, withComponent } from '../core/spec.js';
import { goToNewest } from '../parts/apphead.js';
import { appView } from '../parts/appview.js';
import { envOf, envRow, parseEnvText, rowOf } from '../parts/envrows.js';
import { attempt, note } from '../parts/notice.js';

export function showEnvironment(view) {
  const head = h('div', {});
  const form = h('form', { class: 'environment', on: { submit: save } });
  const problem = h('div', { 'aria-live': 'polite' });
  let app = null;
  let groups = [];
  let isEdited = false;

  view.root.append(head, form);
  const live = appView({ ...view, root: head }, { section: '/environment', loaded });
  addEventListener('beforeunload', warn);
  return {
    isEdited: () => isEdited,
    close() {
      removeEventListener('beforeunload', warn);
      live.close();
    },
  };

  // What is being edited stays; the head tells what happens meanwhile.
  function loaded({ app: fresh }) {
    const isSame = app !== null && envsOf(fresh.spec) === envsOf(app.spec);
    if (!isEdited || isSame) {
      app = fresh;
      groups = isSame ? groups : groupsOf(app.spec);
    }
    draw();
  }

  function draw() {
    morph(form, [
      h('p', { class: 'hint' }, 'A component’s own variable wins over one of the app. Secrets are encrypted when they are saved, and never shown again.'),
      groups.map(section),
      mayWrite()
        ? h('div', { class: 'savebar', 'data-key': 'save' }, problem, h('p', { class: 'actions' }, h('button', { type: 'submit', class: 'primary', disabled: !isEdited || Boolean(app.pinned_deployment) }, 'Save and deploy'), h('button', { type: 'button', disabled: !isEdited, on: { click: discard } }, 'Discard')))
        : note('past', h('p', {}, 'This token may only look.')),
    ]);
  }

  function section(group) {
    return h(
      'fieldset', { 'data-key': group.name ?? 'app', disabled: !mayWrite() },
      h('legend', {}, group.title),
      group.rows.length === 0 && h('p', { class: 'hint' }, 'No variables.'),
      h('ul', { class: 'envs' }, group.rows.map((row) => envRow(row, changed, () => { group.rows = group.rows.filter((other) => other !== row); changed(true); }))),
      h('p', { class: 'actions' }, h('button', { type: 'button', 'aria-label': `Add a variable to ${group.title}`, on: { click: () => add(group, [{}]) } }, 'Add a variable')),
      h('details', {}, h('summary', {}, 'Paste several'), h('textarea', { rows: '4', 'aria-label': `Lines of KEY=value for ${group.title}`, placeholder: 'KEY=value', spellcheck: 'false' }), h('p', { class: 'actions' }, h('button', { type: 'button', on: { click: paste } }, 'Add these'))),
    );

    function paste(event) {
      const area = event.currentTarget.closest('details').querySelector('textarea');
      add(group, parseEnvText(area.value));
      area.value = '';
    }
  }

  function add(group, envs) {
    const fresh = envs.map(rowOf);
    group.rows = [...group.rows.filter((row) => !fresh.some(({ key }) => key && key === row.key)), ...fresh];
    changed(true);
    form.querySelector(`[data-key="${fresh.at(-1)?.id}-key"]`)?.focus();
  }

  function changed(isShape) {
    if (isShape || !isEdited) {
      isEdited = true;
      draw();
    }
  }

  function discard() {
    isEdited = false;
    ({ app } = live.state);
    groups = groupsOf(app.spec);
    problem.replaceChildren();
    draw();
  }

  async function save(event) {
    event.preventDefault();
    const answer = await attempt(event.submitter, async () => {
      const fresh = (await get(path`/v2/apps/${app.id}`)).app;
      if (envsOf(fresh.spec) !== envsOf(app.spec)) {
        throw Object.assign(new Error('Somebody changed the variables meanwhile.'), { advice: 'Discard your changes to see theirs, then make yours again.' });
      }
      return put(path`/v2/apps/${app.id}`, { spec: apply(fresh.spec, groups) });
    }, problem);
    if (answer) {
      isEdited = false;
      goToNewest(answer.app);
    }
  }

  function warn(event) {
    if (isEdited) {
      event.preventDefault();
    }
  }
}

function groupsOf(spec) {
  return [
    { list: null, name: null, title: 'All components', rows: (spec.envs ?? []).map(rowOf) },
    ...componentsOf(spec).map(({ list, label, component }) => ({ list, name: component.name, title: `${label} ${component.name}`, rows: (component.envs ?? []).map(rowOf) })),
  ];
}

const envsOf = (spec) => JSON.stringify([spec.envs, componentsOf(spec).map(({ component }) => component.envs)]);

function apply(spec, groups) {
  return groups.reduce((all, { list, name, rows }) => {
    const envs = rows.map(envOf);
    return list ? withComponent(all, list, name, (component) => ({ ...component, envs })) : { ...all, envs };
  }, spec);
}
