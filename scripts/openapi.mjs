import './support/entry.cjs';

// `npm run openapi`: writes what is made from the routes; `--check` tells what is not as it would be written.
Promise.all([import('./support/project.mjs'), import('./support/openapi.mjs')]).then(
  ([{ main }, { openapi }]) => main(() => openapi(process.argv.slice(2))),
);
