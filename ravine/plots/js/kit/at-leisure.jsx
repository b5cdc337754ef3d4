// What a reader cannot follow while it changes, such as a table of numbers.

import { Component } from "preact";

const PACE = 100; // ms

/** Draws what `children()` returns at most every 100 ms, the newest in the end: frames in between have less to do. */
export class AtLeisure extends Component {
  drawn = -Infinity;

  shouldComponentUpdate() {
    const wait = this.drawn + PACE - performance.now();
    if (wait > 0) this.later ??= setTimeout(() => this.forceUpdate(), wait);
    return wait <= 0;
  }

  componentWillUnmount() {
    clearTimeout(this.later);
  }

  render({ children }) {
    clearTimeout(this.later);
    this.later = undefined;
    this.drawn = performance.now();
    return children();
  }
}
