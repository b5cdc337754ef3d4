// Points of the plane in two columns of numbers. A race has thousands of points in a frame: as many small arrays that
// are kept, the garbage collector takes as long for as the drawing.

/** The points (x[i], y[i]); as JSON [[x, y], …]. */
export class Columns {
  constructor(x = [], y = []) {
    Object.assign(this, { x, y });
  }

  static of(points) {
    return new Columns(points.map(([x]) => x), points.map(([, y]) => y));
  }

  get length() {
    return this.x.length;
  }

  push([x, y]) {
    this.x.push(x);
    this.y.push(y);
  }

  at(i) {
    return [this.x[i], this.y[i]];
  }

  /** The first n points. */
  first(n) {
    return n < this.length ? new Columns(this.x.slice(0, n), this.y.slice(0, n)) : this;
  }

  toJSON() {
    return Array.from(this.x, (_, i) => this.at(i));
  }
}
