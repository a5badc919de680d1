import { median, printTable, thousands } from './load.mjs';

/**
 * A mirror that lacks 10 000 people, repaired by two builds in turns.
 *
 * @param {{ name: string, build: import('./against.mjs').Build }[]} builds the other one first
 * @param {{ rounds: number }} options
 */
export async function compareReconciliations(builds, { rounds }) {
  const figures = new Map(builds.map(({ name }) => [name, /** @type {number[]} */ ([])]));
  for (let round = 0; round < rounds; round += 1)
    for (const { name, build } of round % 2 === 0 ? builds : builds.toReversed())
      figures.get(name)?.push((await build.ask('reconcile')).perSecond);
  const [before = 0, now = 0] = builds.map(({ name }) => median(figures.get(name) ?? []));
  printTable(
    `Differences that a reconciliation applies in a second: medians of ${rounds}`,
    ['', ...builds.map(({ name }) => name), 'ratio'],
    [['10 000 people that are missing here', thousands(before), thousands(now), (now / before).toFixed(2)]],
  );
}
