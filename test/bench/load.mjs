import autocannon from 'autocannon';

/**
 * Fires requests in turn over 32 connections for so many seconds; every answer must be a 2xx. `cpu` is what the server's
 * process spent on one request, in microseconds; unlike the rest it hardly depends on what else the machine does.
 */
export async function load({ url, cpu }, requests, seconds, connections = 32) {
  const before = await cpu();
  let turn = 0;
  // Each connection begins elsewhere in the list, so that they do not all want the same row at once.
  const setupClient = (client) => {
    const start = Math.floor((turn++ * requests.length) / connections);
    client.setRequests([...requests.slice(start), ...requests.slice(0, start)]);
  };
  const result = await autocannon({ url, requests, connections, duration: seconds, setupClient });
  const { non2xx, errors, timeouts } = result;
  if (non2xx + errors + timeouts > 0) {
    throw new Error(`${url}${requests[0].path}: ${non2xx} refused, ${errors} failed, ${timeouts} timed out`);
  }
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpu: ((await cpu()) - before) / result.requests.total,
  };
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Prints rows of cells as aligned columns. */
export function printTable(title, head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ');
  console.log(`\n${title}\n${line(all[0])}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  for (const row of all.slice(1)) console.log(line(row));
}

/** Two figures of one thing as cells, and the second as a ratio to the first. @param {number[]} figures */
export function withRatio([before = 0, now = 0]) {
  return [before.toFixed(1), now.toFixed(1), (now / before).toFixed(2)];
}

export function thousands(number) {
  return Math.round(number).toLocaleString('en').replaceAll(',', ' ');
}

/**
 * The same load in turns for each case, so that what else the machine does is shared by all; prints the middle of each
 * case's rounds, and what it costs as a ratio to the first.
 *
 * @param {{ name: string, requests: any[], before?: () => Promise<void> }[]} cases
 */
export async function compareInTurns(server, cases, { title, column, rounds, seconds }) {
  const results = cases.map(() => /** @type {Awaited<ReturnType<typeof load>>[]} */ ([]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < cases.length; turn += 1) {
      // Each round begins with another case: what one leaves for the next to pay falls on all of them.
      const index = (round + turn) % cases.length;
      const { requests, before } = cases[index] ?? {};
      await before?.();
      results[index]?.push(await load(server, requests, seconds, 4));
    }
  }
  const middle = (index, name) => median(results[index]?.map((result) => result[name]) ?? []);
  printTable(
    title,
    [column, 'requests/s', 'p99 ms', 'cpu us', 'cost by time', 'cost by cpu'],
    cases.map(({ name }, index) => [
      name,
      thousands(middle(index, 'perSecond')),
      middle(index, 'p99'),
      Math.round(middle(index, 'cpu')),
      (middle(0, 'perSecond') / middle(index, 'perSecond')).toFixed(2),
      (middle(index, 'cpu') / middle(0, 'cpu')).toFixed(2),
    ]),
  );
}
