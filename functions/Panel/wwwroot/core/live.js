// A view that loads, draws, and loads what it has to again whenever something that it shows has changed.

import { failure, loading } from '../parts/notice.js';
import { morph } from './dom.js';

const EVERYTHING = { kind: 'reset' };

// Not oftener than that: a deployment changes many times a second, and the platform counts requests.
const INTERVAL = 700;
const RETRY = 5000;

export class Live {
  #root;
  #load;
  #render;
  #abort = new AbortController();
  #isLoading = false;
  #wanted = [];
  state = null;

  /**
   * @param root where to draw
   * @param load makes the state; given an AbortSignal, the last state and what has changed since (see `needs`)
   * @param render makes nodes of the state
   */
  constructor(root, load, render) {
    this.#root = root;
    this.#load = load;
    this.#render = render;
    morph(root, [loading()]);
  }

  get signal() {
    return this.#abort.signal;
  }

  /** Loads what a change asks for, or everything, and draws. What comes meanwhile is loaded afterwards, together. */
  async refresh(change = EVERYTHING) {
    this.#wanted.push(change);
    if (this.#isLoading) {
      return;
    }
    this.#isLoading = true;
    while (this.#wanted.length > 0 && !this.signal.aborted) {
      const changes = this.state ? this.#wanted : [EVERYTHING];
      this.#wanted = [];
      await this.#loadOnce(changes);
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
    this.#isLoading = false;
  }

  /** Draws the state as it is. */
  draw() {
    if (!this.signal.aborted && this.state) {
      morph(this.#root, [this.#render(this.state)]);
    }
  }

  close() {
    this.#abort.abort();
  }

  async #loadOnce(changes) {
    try {
      this.state = await this.#load(this.signal, this.state, changes);
      this.draw();
    } catch (error) {
      this.#fail(error);
    }
  }

  // What was shown before stays: old facts are better than none. All is read again soon.
  #fail(error) {
    if (this.signal.aborted) {
      return;
    }
    if (this.state && error.status !== 404) {
      setTimeout(() => this.refresh(), RETRY);
      return;
    }
    if (error.status === 0) {
      setTimeout(() => this.refresh(), RETRY);
    }
    this.state = null;
    morph(this.#root, [failure(error, () => this.refresh())]);
  }
}

/** Whether changes ask for something of a kind to be read again; an id narrows it to one deployment. */
export const needs = (changes, kind, id) => changes.some((change) => change.kind === 'reset' || change.kind === 'deleted'
  || (change.kind === kind && (!id || change.deployment === id)));
