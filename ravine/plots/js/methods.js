// The update rules, one function each, named as in the exercises and written like the formula on the page.
// Points, states and gradients are arrays; state goes in and comes out, arguments and defaults are those of the
// exercises. Golden traces from the Python reference tie every rule to it (tests/plots/test_golden_traces.py).

export * from "./methods/adaptive.js";
export * from "./methods/after.js";
export * from "./methods/descent.js";
export * from "./methods/lookahead.js";
export * from "./methods/momentum.js";
export * from "./methods/schedules.js";
