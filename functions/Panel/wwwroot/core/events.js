// What changes, told by the platform as it happens (server-sent events). Read by fetch, for the token belongs in a header.

import { ApiError, open } from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
// Three heartbeats: a connection that is silent for longer is dead.
const SILENCE = 45_000;

export class Changes {
  #listeners = new Set();
  #stateListeners = new Set();
  #last = null;
  #pause = FIRST_PAUSE;
  #connection = null;
  #wake = null;
  #running = false;
  state = 'connecting';

  start() {
    if (this.#running) {
      return;
    }
    this.#running = true;
    // A tab that nobody sees keeps no connection: browsers allow few of them to one host.
    document.addEventListener('visibilitychange', this.#look);
    addEventListener('online', this.#look);
    this.#run();
  }

  stop() {
    this.#running = false;
    this.#last = null;
    document.removeEventListener('visibilitychange', this.#look);
    removeEventListener('online', this.#look);
    this.#connection?.abort();
    this.#wake?.();
  }

  /** Calls back with { kind, app, deployment }; kind is app, deployment, deleted, or reset for "look at everything again". */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back when the connection is made or lost. */
  onState(listener) {
    this.#stateListeners.add(listener);
  }

  #look = () => {
    if (document.hidden) {
      this.#connection?.abort();
    } else {
      this.#pause = FIRST_PAUSE;
      this.#wake?.();
    }
  };

  async #run() {
    while (this.#running) {
      if (!document.hidden) {
        await this.#connect();
      }
      if (this.#running) {
        await this.#rest();
      }
    }
  }

  async #connect() {
    this.#connection = new AbortController();
    try {
      const headers = { Accept: 'text/event-stream', ...(this.#last ? { 'Last-Event-ID': this.#last } : {}) };
      const response = await this.#unlessSilent(open('/platform/events', { headers, signal: this.#connection.signal }));
      this.#setState('live');
      this.#pause = FIRST_PAUSE;
      await this.#read(response.body);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        return;
      }
    } finally {
      this.#connection = null;
    }
    this.#setState('lost');
  }

  async #read(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    const parse = parser((event) => this.#tell(event));
    while (true) {
      const { done, value } = await this.#unlessSilent(reader.read());
      if (done) {
        return;
      }
      parse(value);
    }
  }

  async #unlessSilent(work) {
    const silence = setTimeout(() => this.#connection?.abort(), SILENCE);
    try {
      return await work;
    } finally {
      clearTimeout(silence);
    }
  }

  #tell({ id, kind, data }) {
    this.#last = id ?? this.#last;
    const { app_id: app, deployment_id: deployment } = JSON.parse(data);
    for (const listener of [...this.#listeners]) {
      listener({ kind, app, deployment });
    }
  }

  // Longer from time to time, and never all clients at once.
  async #rest() {
    const pause = document.hidden ? null : this.#pause * (0.5 + Math.random());
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    await new Promise((resolve) => {
      const timer = pause === null ? null : setTimeout(resolve, pause);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #setState(state) {
    if (this.state !== state) {
      this.state = state;
      this.#stateListeners.forEach((listener) => listener(state));
    }
  }
}

/** Reads the format of server-sent events, piece by piece as they come. */
export function parser(onEvent) {
  let rest = '';
  let event = {};
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines.map((each) => each.replace(/\r$/, ''))) {
      if (line === '') {
        if (event.data !== undefined) {
          onEvent(event);
        }
        event = {};
      } else {
        take(event, line);
      }
    }
  };
}

function take(event, line) {
  const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
  if (field === 'id') {
    event.id = value;
  } else if (field === 'event') {
    event.kind = value;
  } else if (field === 'data') {
    event.data = event.data === undefined ? value : `${event.data}\n${value}`;
  }
}
