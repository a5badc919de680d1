import './support/entry.cjs';

// `npm start`: installs once, builds what changed, runs the service on the pinned Node.
Promise.all([
  import('./support/project.mjs'),
  import('./support/build.mjs'),
  import('./support/child.mjs'),
]).then(([{ environment, main, pinnedNode, root }, { ensureBuilt }, { runChild }]) =>
  main(async () => {
    await ensureBuilt();
    return runChild(
      pinnedNode(),
      ['--enable-source-maps', `${root}/dist/src/main.js`, ...process.argv.slice(2)],
      {
        env: environment(),
        ownGroup: true,
      },
    );
  }),
);
