import './support/entry.cjs';

// `npm run example:next`: the service with its demo, and the Next.js app of examples/next beside it.
Promise.all([import('./support/project.mjs'), import('./support/example.mjs')]).then(
  ([{ main }, { startExample }]) => main(startExample),
);
