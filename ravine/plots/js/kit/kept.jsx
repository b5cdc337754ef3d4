// What stays as it is in most frames of a drag, such as legend and controls.

import { Component } from "preact";

/** Draws what `children()` returns anew only where `of`, plain data that it depends on, is no longer the same. */
export class Kept extends Component {
  drawn = "";

  shouldComponentUpdate({ of }) {
    return JSON.stringify(of) !== this.drawn;
  }

  render({ of, children }) {
    this.drawn = JSON.stringify(of);
    return children();
  }
}
