import './support/entry.cjs';

// `npm run newest`: lists, as JSON, the direct dependencies that have a newer version; with a name and a version it takes
// that one, in every manifest that names the package.
Promise.all([import('./support/project.mjs'), import('./support/newest.mjs')]).then(
  ([{ main }, { newest }]) => main(() => newest(process.argv.slice(2))),
);
