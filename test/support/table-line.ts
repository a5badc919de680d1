/** What a line of a table is called: what stands before its first bar. */
export function nameOf(line: string): string {
  return (line.split('|')[0] ?? '').trim();
}

/** What stands between its bars. */
export function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1)
    .map((cell) => cell.trim());
}
