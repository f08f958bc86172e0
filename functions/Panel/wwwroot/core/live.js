// A view that loads, draws, and loads what it has to again whenever something that it shows has changed.

import { failure, loading, stale } from '../parts/notice.js';
import { ApiError } from './api.js';
import { morph } from './dom.js';

const EVERYTHING = { kind: 'reset' };
// What nobody tells of is looked at again every so often.
const DUE = { kind: 'due' };

// Not oftener than that: a deployment changes many times a second, and the platform counts requests.
const INTERVAL = 700;
const RETRY = 5000;

export class Live {
  #root;
  #load;
  #render;
  #loaded;
  #period;
  #unsubscribe;
  #abort = new AbortController();
  #isLoading = false;
  #wanted = [];
  #timer = 0;
  #next = null;
  #problem = null;
  #loadedAt = null;
  state = null;

  /**
   * @param root where to draw
   * @param load makes the state; given an AbortSignal, the last state and what has changed since (see `needs`). One at a time
   * @param render makes nodes of the state
   * @param loaded called after each load with the state and the last one, for what is not drawn anew each time
   * @param changes tells what changes; null for a view that nothing tells of
   * @param concerns whether a change is about what is shown: given the change and the state
   * @param period after how many milliseconds to look again whatever is told; may be a function of the state, with 0 for never
   */
  constructor({ root, load, render, loaded = () => {}, changes = null, concerns = () => true, period = 0 }) {
    this.#root = root;
    this.#load = load;
    this.#render = render;
    this.#loaded = loaded;
    this.#period = typeof period === 'function' ? period : () => period;
    morph(root, [loading()]);
    // Until something is loaded, every change counts: what is being loaded may be older.
    this.#unsubscribe = changes?.subscribe((change) => (!this.state || concerns(change, this.state)) && this.refresh(change));
    document.addEventListener('visibilitychange', this.#wake);
    queueMicrotask(() => this.refresh());
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
      morph(this.#root, [this.#problem && stale(this.#problem, this.#loadedAt), this.#render(this.state)]);
    }
  }

  close() {
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#wake);
    this.#unsubscribe?.();
    this.#abort.abort();
  }

  async #loadOnce(changes) {
    const last = this.state;
    try {
      const state = await this.#load(this.signal, last, changes);
      if (this.signal.aborted) {
        return;
      }
      this.state = state;
      this.#problem = null;
      this.#loadedAt = new Date();
      this.draw();
      this.#loaded(state, last);
      this.#rest(this.#period(state), DUE);
    } catch (error) {
      this.#fail(error);
    }
  }

  // What was shown before stays, and is said to be old: old facts are better than none. All is read again soon.
  #fail(error) {
    if (this.signal.aborted) {
      return;
    }
    const isOurs = !(error instanceof ApiError);
    if (isOurs) {
      console.error(error);
    }
    const isPassing = !isOurs && (error.status === 0 || error.status >= 500);
    this.#rest(this.state || isPassing ? RETRY : 0, EVERYTHING);
    if (this.state && error.status !== 404) {
      this.#problem = error;
      this.draw();
      return;
    }
    this.state = null;
    morph(this.#root, [failure(error, () => this.refresh())]);
  }

  // One timer for all: what fails for long is not asked for oftener and oftener.
  #rest(milliseconds, change) {
    clearTimeout(this.#timer);
    this.#next = null;
    if (milliseconds > 0) {
      this.#timer = setTimeout(() => {
        this.#next = change;
        this.#wake();
      }, milliseconds);
    }
  }

  // In a tab that nobody sees nothing is looked at until somebody does.
  #wake = () => {
    if (this.#next && !document.hidden) {
      const change = this.#next;
      this.#next = null;
      this.refresh(change);
    }
  };
}

/** Whether changes ask for something of a kind to be read again; an id narrows it to one deployment. */
export const needs = (changes, kind, id) => changes.some((change) => change.kind === 'reset' || change.kind === 'deleted'
  || (change.kind === kind && (!id || change.deployment === id)));
