import './support/entry.cjs';

// `npm test`: installs once, builds what changed, runs Jest; arguments go to Jest.
Promise.all([import('./support/project.mjs'), import('./support/jest.mjs')]).then(
  ([{ main }, { runTests }]) => main(() => runTests(process.argv.slice(2))),
);
