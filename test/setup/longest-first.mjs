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
  /** @override */
  async sort(files) {
    const rank = ({ moduleId, project }) => {
      const at = LONG_SPECS.indexOf(relative(project.config.root, moduleId));
      return at === -1 ? LONG_SPECS.length : at;
    };
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b));
  }
}
