import './support/entry.cjs';

// `npm run build`: compiles into dist/ if anything changed. Installs first if need be.
Promise.all([import('./support/project.mjs'), import('./support/build.mjs')]).then(
  ([{ main }, { ensureBuilt }]) => main(ensureBuilt),
);
