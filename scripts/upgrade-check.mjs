import './support/entry.cjs';

// `npm run upgrade-check`: the specs of the commit before, while this version runs beside it on the same database.
Promise.all([import('./support/project.mjs'), import('./support/upgrade-check.mjs')]).then(
  ([{ main }, { checkUpgrade }]) => main(() => checkUpgrade(process.argv.slice(2))),
);
