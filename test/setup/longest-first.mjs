import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** Those that take minutes, so that none of them is left to run alone at the end. */
const LONG_SPECS = [
  'test/e2e/readme/tour.spec.ts',
  'test/e2e/new-module/new-module.spec.ts',
  'test/access/mutants/mutants.spec.ts',
  'test/access/walker.spec.ts',
  'test/convergence/convergence.spec.ts',
  'test/e2e/examples/next.spec.ts',
  'test/access/row-security.spec.ts',
  'test/access/swaps.spec.ts',
];

/** Runs what takes longest first, also where no earlier run says how long: else files go by their size. */
export class LongestFirst extends BaseSequencer {
  /**
   * The files of one part of several, by their paths alone: the parts are runs of their own, and each file is to be in one
   * of them. Neighbours, which take about as long, go to different parts.
   *
   * @override
   */
  async shard(files) {
    const { index, count } = this.ctx.config.shard ?? { index: 1, count: 1 };
    const paths = new Map(files.map((file) => [file, relative(file.project.config.root, file.moduleId)]));
    return [...files]
      .sort((a, b) => rankOf(paths.get(a)) - rankOf(paths.get(b)) || (paths.get(a) < paths.get(b) ? -1 : 1))
      .filter((_, at) => at % count === index - 1);
  }

  /** @override */
  async sort(files) {
    const rank = ({ moduleId, project }) => rankOf(relative(project.config.root, moduleId));
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b));
  }
}

/** The smaller the longer it takes. */
function rankOf(path) {
  const at = LONG_SPECS.indexOf(path);
  return at === -1 ? LONG_SPECS.length : at;
}
