// A shell in an instance of an app.

import { get, path } from '../core/api.js';
import { h, morph } from '../core/dom.js';
import { mayWrite } from '../core/session.js';
import { appHead, concerns } from '../parts/apphead.js';
import { empty, failure, loading } from '../parts/notice.js';
import { Terminal } from '../parts/terminal.js';

const MOST_WAITING = 1024 * 1024;

export function showConsole({ root, params, changes, title }) {
  const closing = new AbortController();
  const head = h('div', {});
  const problem = h('div', {});
  const status = h('span', { class: 'hint', role: 'status' });
  const select = h('select', { name: 'instance' });
  const connect = h('button', { type: 'button', class: 'primary', on: { click: () => (socket ? socket.close(1000) : open()) } }, 'Connect');
  const terminal = new Terminal({ type: (data) => send({ op: 'stdin', data }), resize: (size) => send({ op: 'resize', ...size }) });
  let app = null;
  let socket = null;

  root.append(loading());
  const unsubscribe = changes.subscribe((change) => app && concerns(change, app) && change.kind !== 'deployment' && refresh());
  start();
  return {
    close() {
      unsubscribe();
      closing.abort();
      socket?.close(1000);
      terminal.close();
    },
  };

  async function start() {
    try {
      await load();
      title('Console', app.spec.name);
      root.replaceChildren(head, ...content());
      morph(head, [appHead(app, '/console')]);
    } catch (error) {
      root.replaceChildren(failure(error, start));
    }
  }

  function content() {
    if (!mayWrite()) {
      return [empty('No console with this token', 'A console changes what runs. Sign in with a token whose scope is write.')];
    }
    return [
      h('div', { class: 'toolbar' }, h('label', {}, 'Instance ', select), connect, status),
      problem,
      terminal.box,
      h('p', { class: 'hint', id: 'terminal-hint' }, 'Keys go to the shell, Tab too. ', h('kbd', {}, 'Shift'), ' + ', h('kbd', {}, 'Tab'), ' leaves the terminal.'),
    ];
  }

  async function load() {
    app = (await get(path`/v2/apps/${params.app}`, { signal: closing.signal })).app;
    const { instances } = await get(path`/v2/apps/${app.id}/instances`, { signal: closing.signal });
    const chosen = select.value;
    const options = instances.map(({ component_name: component, instance_name: name, instance_alias: alias }) =>
      h('option', { value: path`components/${component}/exec` + `?instance_name=${encodeURIComponent(name)}`, title: name }, alias));
    select.replaceChildren(...options);
    select.value = options.some(({ value }) => value === chosen) ? chosen : options[0]?.value ?? '';
    connect.disabled = !socket && options.length === 0;
    if (!socket) {
      status.textContent = options.length === 0 ? 'No instance runs.' : '';
    }
  }

  async function refresh() {
    try {
      await load();
      morph(head, [appHead(app, '/console')]);
    } catch {
      // What is shown stays; the next change asks again.
    }
  }

  async function open() {
    connect.disabled = true;
    problem.replaceChildren();
    status.textContent = 'Connecting…';
    try {
      const { url } = await get(path`/v2/apps/${app.id}` + `/${select.value}`, { signal: closing.signal });
      terminal.clear();
      follow(new WebSocket(addressOf(url)));
    } catch (error) {
      status.textContent = '';
      problem.replaceChildren(failure(error));
      connect.disabled = false;
    }
  }

  function follow(opened) {
    socket = opened;
    socket.onopen = () => {
      status.textContent = 'Connected.';
      connect.textContent = 'Disconnect';
      connect.disabled = false;
      send({ op: 'resize', ...terminal.size });
      terminal.focus();
    };
    socket.onmessage = ({ data }) => terminal.write(JSON.parse(data).data);
    socket.onclose = ({ code, reason }) => {
      socket = null;
      connect.textContent = 'Connect';
      connect.disabled = select.options.length === 0;
      status.textContent = reason && code !== 1005 ? `Closed: ${reason}.` : code === 1000 || code === 1005 ? 'Closed.' : 'The connection was lost.';
    };
  }

  function send(message) {
    if (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_WAITING) {
      for (const part of partsOf(message)) {
        socket.send(JSON.stringify(part));
      }
    }
  }
}

// A frame has at most 64 KiB; what is pasted may be longer.
function* partsOf(message) {
  const chars = message.data === undefined ? [] : [...message.data];
  if (chars.length <= 4096) {
    yield message;
    return;
  }
  for (let i = 0; i < chars.length; i += 4096) {
    yield { ...message, data: chars.slice(i, i + 4096).join('') };
  }
}

// The console is opened where the panel is: its policy allows nothing else.
function addressOf(url) {
  const address = new URL(url);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  address.host = location.host;
  return address;
}
