import './support/entry.cjs';

// `npm start`: installs once, builds what changed, runs the service on the pinned Node.
Promise.all([
  import('./support/project.mjs'),
  import('./support/build.mjs'),
  import('./support/child.mjs'),
  import('./support/service-flags.mjs'),
]).then(([{ environment, main, pinnedNode, root }, { ensureBuilt }, { runChild }, { SERVICE_FLAGS }]) =>
  main(async () => {
    await ensureBuilt();
    return runChild(
      pinnedNode(),
      [...SERVICE_FLAGS, '--enable-source-maps', `${root}/dist/bundle/main.js`, ...process.argv.slice(2)],
      {
        env: environment(),
        ownGroup: true,
      },
    );
  }),
);
