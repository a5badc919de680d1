import '../../scripts/support/entry.cjs';

// `npm run bench`: installs and builds if need be, then measures on the pinned Node. `npm run bench -- --help` tells more.
Promise.all([
  import('../../scripts/support/project.mjs'),
  import('../../scripts/support/build.mjs'),
  import('../../scripts/support/child.mjs'),
]).then(([{ environment, main, pinnedNode, root }, { ensureBuilt }, { runChild }]) =>
  main(async () => {
    await ensureBuilt();
    return runChild(pinnedNode(), [`${root}/test/bench/main.mjs`, ...process.argv.slice(2)], {
      cwd: root,
      env: environment(),
      ownGroup: true,
    });
  }),
);
