// Every live plot by its name, which is the name of its file in figures/: esbuild looks there for what this import may
// mean, and makes each its own small module that a page loads when the plot comes into view.

export const loadFigure = async (name) => (await import(`./figures/${name}.jsx`)).default;
