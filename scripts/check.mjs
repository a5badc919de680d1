import './support/entry.cjs';

// `npm run check`: everything CI looks at; `--static` leaves the tests out, a name runs one check.
Promise.all([import('./support/project.mjs'), import('./support/checks.mjs')]).then(([{ main }, { check }]) =>
  main(() => check(process.argv.slice(2))),
);
