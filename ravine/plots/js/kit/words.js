// Every text shown comes from Python. One that is not there would be drawn as nothing, and nobody would miss it.

/** The words; whoever asks for one that is not among them is told of by `complain(sentence)`. */
export const spelt = (words, complain) => new Proxy(words, {
  get(known, name) {
    if (typeof name === "string" && !Object.hasOwn(known, name)) complain(`no text of the plot is called “${name}”`);
    return known[name];
  },
});
