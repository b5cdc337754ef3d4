// Sentences with {names} to be filled in.

export const fill = (sentence, given) => sentence.replace(/\{(\w+)\}/g, (_, name) => given[name]);
