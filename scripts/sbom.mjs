import './support/entry.cjs';

// `npm run --silent sbom`: prints the bill of materials of what runs in production; `--spdx` in that format.
Promise.all([import('./support/project.mjs'), import('./support/sbom.mjs')]).then(([{ main }, { sbom }]) =>
  main(() => sbom(process.argv.slice(2))),
);
