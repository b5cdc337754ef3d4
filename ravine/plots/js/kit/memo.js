/** f, which remembers the result of its last calls: keyed by the arguments as JSON, the oldest forgotten first. */
export function memo(f, size = 8) {
  const results = new Map();
  return (...args) => {
    const key = JSON.stringify(args);
    if (!results.has(key)) {
      if (results.size >= size) results.delete(results.keys().next().value);
      results.set(key, f(...args));
    }
    return results.get(key);
  };
}
