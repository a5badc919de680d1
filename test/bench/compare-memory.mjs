import autocannon from 'autocannon';
import { printTable, withRatio } from './load.mjs';
import { memoryOf } from './process-figures.mjs';

const REQUESTS_A_SECOND = 100;
/** Readings at the beginning and at the end whose means say whether it grows. */
const PART = 0.2;

/**
 * Resident memory of a process of each build that serves the API alone (`ROLE=api`): after its start, then under 100
 * requests a second, a change of a property for every nine reads of one.
 *
 * @param {{ name: string, build: import('./against.mjs').Build }[]} builds
 * @param {{ seconds: number, requests: (build: import('./against.mjs').Build, tokens: string[]) => any[] }} options
 */
export async function compareMemory(builds, { seconds, requests }) {
  const figures = [];
  for (const { build } of builds) figures.push(await measure(build, { seconds, requests }));
  const row = (what, key) => [what, ...withRatio(figures.map((figure) => figure[key]))];
  printTable(
    `Megabytes of a process with ROLE=api, under ${REQUESTS_A_SECOND} requests a second for ${seconds} s`,
    ['', ...builds.map(({ name }) => name), 'ratio'],
    [
      row('after its start', 'started'),
      row('in the beginning', 'early'),
      row('in the end', 'late'),
      row('at most', 'peak'),
    ],
  );
}

async function measure(build, { seconds, requests }) {
  const { url, pid } = await build.ask('api-process');
  const started = memoryOf(pid).now;
  const readings = [];
  const timer = setInterval(() => readings.push(memoryOf(pid).now), 500);
  const tokens = await build.ask('tokens');
  const result = await autocannon({
    url,
    requests: requests(build, tokens),
    connections: 8,
    duration: seconds,
    overallRate: REQUESTS_A_SECOND,
  });
  clearInterval(timer);
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed`);
  const part = Math.max(1, Math.floor(readings.length * PART));
  const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  return {
    started,
    early: mean(readings.slice(0, part)),
    late: mean(readings.slice(-part)),
    peak: memoryOf(pid).peak,
  };
}
