// A view that loads, draws, and loads again whenever something it shows has changed.

import { failure, loading } from '../parts/notice.js';
import { morph } from './dom.js';

export class Live {
  #root;
  #load;
  #render;
  #abort = new AbortController();
  #isLoading = false;
  #isStale = false;
  state = null;

  /**
   * @param root where to draw
   * @param load makes the state; given an AbortSignal and the last state
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

  /** Loads and draws. What comes meanwhile is loaded afterwards, once. */
  async refresh() {
    if (this.#isLoading) {
      this.#isStale = true;
      return;
    }
    this.#isLoading = true;
    try {
      do {
        this.#isStale = false;
        this.state = await this.#load(this.signal, this.state);
      } while (this.#isStale && !this.signal.aborted);
      this.draw();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isLoading = false;
    }
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

  // What was shown before stays: old facts are better than none while a connection comes back.
  #fail(error) {
    if (this.signal.aborted) {
      return;
    }
    if (this.state && error.status !== 404) {
      return;
    }
    morph(this.#root, [failure(error, () => this.refresh())]);
  }
}
