import type { OutageTable } from './outage-table.js';

/** The table as `docs/outages.md` shows it. */
export function outagesPage({ legend, faults, rows, staleness }: OutageTable): string {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const parts = [
    '# When something fails',
    'What happens when something fails that the service needs: made from [outages.yaml](../test/outages/outages.yaml), whose every line ' +
      '`test/outages` walks through every fault, with proxies in front of Clerk and Postgres. What to do then says the [runbook](runbook.md).',
    tableOf(
      ['fault', 'what it is', 'an answer takes at most', 'answers as ever', 'what was accepted is done'],
      faults.map(({ name, says, answersWithin, backWithin, doneWithin }) => [
        name,
        says,
        `${answersWithin} s`,
        `${backWithin} s after it`,
        `${doneWithin} s after it`,
      ]),
    ),
    'The times of the last two columns hold after outages as short as those of the test. What is tried again is tried less and less often: the bounds below.',
    tableOf(
      ['outcome', 'means'],
      Object.entries(legend).map(([outcome, means]) => [outcome, means]),
    ),
    ...groups.flatMap((group) => [
      `## ${group}`,
      tableOf(
        ['', ...faults.map(({ name }) => name)],
        rows
          .filter((row) => row.group === group)
          .map((row) => [row.function, ...faults.map(({ name }) => row.cells.get(name) ?? '')]),
      ),
    ]),
    '## How old an answer may be, and how late a deed',
    tableOf(
      ['what', 'at most', 'because'],
      staleness.map(({ answer, seconds, because }) => [answer, duration(seconds), because]),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return seconds === 3600 ? '1 hour' : `${seconds / 3600} hours`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** With cells of equal width, as the formatter leaves them. */
function tableOf(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...lines.map((line) => (line[column] ?? '').length)),
  );
  const row = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}
