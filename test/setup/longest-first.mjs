import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Those that take minutes, so that none of them is left to run alone at the end. */
const LONGEST = [
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
// @ts-expect-error The types of the package are those of its CommonJS form alone; Node gives the class itself.
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const at = LONGEST.indexOf(relative(context.config.rootDir, path));
      return at === -1 ? LONGEST.length : at;
    };
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
