// A shell in an instance of an app.

import { get, path } from '../core/api.js';
import { h, morph } from '../core/dom.js';
import { mayWrite } from '../core/session.js';
import { appView } from '../parts/appview.js';
import { empty, failure } from '../parts/notice.js';
import { Terminal } from '../parts/terminal.js';

const NONE = 'No instance runs.';
const MOST_WAITING = 1024 * 1024;

// Instances come and go by themselves.
const PERIOD = 10_000;

export function showConsole(view) {
  const closing = new AbortController();
  const head = h('div', {});
  const body = h('div', {});
  const problem = h('div', { 'aria-live': 'polite' });
  const status = h('span', { class: 'hint', role: 'status' });
  const select = h('select', { name: 'instance' });
  const connect = h('button', { type: 'button', class: 'primary', on: { click: () => (socket ? socket.close(1000) : open()) } }, 'Connect');
  const terminal = new Terminal({ type: (data) => send({ op: 'stdin', data }), resize: (size) => send({ op: 'resize', ...size }) });
  let isOpening = false;
  let socket = null;

  view.root.append(head, body);
  const live = appView({ ...view, root: head }, { section: '/console', period: PERIOD, load, loaded });
  return {
    close() {
      live.close();
      closing.abort();
      socket?.close(1000);
      terminal.close();
    },
  };

  async function load({ app, signal }) {
    return mayWrite() ? get(path`/v2/apps/${app.id}/instances`, { signal }) : {};
  }

  // The one chosen stays chosen as long as it is there.
  function loaded({ instances }, last) {
    if (!last) {
      body.replaceChildren(...content());
    }
    morph(select, (instances ?? []).map(({ component_name: component, instance_name: name, instance_alias: alias }) =>
      h('option', { value: path`components/${component}/exec` + `?instance_name=${encodeURIComponent(name)}`, title: name, 'data-key': name }, alias)));
    tell(status.textContent === NONE ? '' : status.textContent);
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

  function tell(text) {
    const isIdle = !socket && !isOpening;
    const isNone = select.options.length === 0;
    const shown = isIdle && isNone ? text || NONE : text;
    if (status.textContent !== shown) {
      status.textContent = shown;
    }
    connect.textContent = socket && !isOpening ? 'Disconnect' : 'Connect';
    connect.disabled = isOpening || (isIdle && isNone);
  }

  async function open() {
    isOpening = true;
    problem.replaceChildren();
    tell('Connecting…');
    try {
      const { url } = await get(path`/v2/apps/${live.state.app.id}` + `/${select.value}`, { signal: closing.signal });
      terminal.clear();
      follow(new WebSocket(addressOf(url)));
    } catch (error) {
      isOpening = false;
      tell('');
      problem.replaceChildren(failure(error));
      live.refresh();
    }
  }

  function follow(opened) {
    socket = opened;
    socket.onopen = () => {
      isOpening = false;
      tell('Connected.');
      send({ op: 'resize', ...terminal.size });
      terminal.focus();
    };
    socket.onmessage = ({ data }) => terminal.write(JSON.parse(data).data);
    socket.onclose = ({ code, reason }) => {
      isOpening = false;
      socket = null;
      tell(reason && code !== 1005 ? `Closed: ${reason}.` : code === 1000 || code === 1005 ? 'Closed.' : 'The connection was lost.');
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
