import './support/entry.cjs';

// `npm test`: installs once, builds what changed, runs the tests; arguments go to Vitest.
Promise.all([import('./support/project.mjs'), import('./support/tests.mjs')]).then(
  ([{ main }, { runTests }]) => main(() => runTests(process.argv.slice(2))),
);
