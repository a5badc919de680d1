import './support/entry.cjs';

// Runs one compiled program of the project: `node scripts/run.mjs bundle/tenantry …`. Installs and builds first if need be.
Promise.all([
  import('./support/project.mjs'),
  import('./support/build.mjs'),
  import('./support/child.mjs'),
]).then(([{ environment, main, pinnedNode, root }, { ensureBuilt }, { runChild }]) =>
  main(async () => {
    const [program, ...args] = process.argv.slice(2);
    await ensureBuilt();
    return runChild(pinnedNode(), ['--enable-source-maps', `${root}/dist/${program}.js`, ...args], {
      env: environment(),
    });
  }),
);
