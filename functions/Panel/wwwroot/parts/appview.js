// A view of one app: the app's head, what the view finds out of the app below it, and all of it anew as it changes.

import { get, path } from '../core/api.js';
import { h } from '../core/dom.js';
import { Live, needs } from '../core/live.js';
import { appHead, SECTIONS } from './apphead.js';

/**
 * @param view what every view is given
 * @param section the section of the app's head that it belongs to
 * @param name what it is called, unless as its section
 * @param load finds out more than the app: given { app, last, changed, signal }, gives members of the state
 * @param render makes nodes of the state, to stand below the head
 * @param loaded called after each load with the state and the last one
 * @param deployments whether changes of the app's deployments concern it
 * @param period after how many milliseconds to look again, see `Live`
 */
export function appView({ root, params, changes, title }, { section, name, load = () => ({}), render = () => null, loaded, deployments = false, period }) {
  const called = name ?? SECTIONS.find(([to]) => to === section)[1];
  return new Live({
    root,
    changes,
    period,
    concerns: (change, { app }) => change.kind === 'reset' || (change.app === app.id && (deployments || change.kind !== 'deployment')),
    async load(signal, last, changed) {
      const app = needs(changed, 'app') ? (await get(path`/v2/apps/${params.app}`, { signal })).app : last.app;
      return { app, ...(await load({ app, last, changed, signal })) };
    },
    render: (state) => h('section', {}, appHead(state.app, section), render(state)),
    loaded(state, last) {
      if (!last) {
        title(...(section ? [called] : []), state.app.spec.name);
        // On a phone the sections are wider than the screen.
        root.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
      }
      loaded?.(state, last);
    },
  });
}
