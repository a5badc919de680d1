const MAX_KNOWN = 2_000;
const known = new Map<string, string>();

const WRITES =
  /(?<!\b(?:for|key|do)\s+)\b(insert into|update|delete from)\s+("?[a-z_]\w*"?(?:\."?[a-z_]\w*"?)?)/i;
const READS = /\bfrom\s+(?:only\s+)?("?[a-z_]\w*"?(?:\."?[a-z_]\w*"?)?)/i;

/** Says that a statement has a name of its own. */
export function knowStatement(text: string, name: string): void {
  if (known.size < MAX_KNOWN) known.set(text, name);
}

/** The name of a statement: its own, or what it does and to which table (`update users`); nothing else of its text. */
export function nameOfStatement(text: unknown): string {
  if (typeof text !== 'string') return 'statement';
  const found = known.get(text);
  if (found !== undefined) return found;
  const name = summaryOf(text);
  knowStatement(text, name);
  return name;
}

function summaryOf(text: string): string {
  const plain = text.replace(/'(?:[^']|'')*'/g, "''");
  const [, verb, written] = WRITES.exec(plain) ?? [];
  if (verb !== undefined && written !== undefined)
    return `${verb.split(/\s/)[0]?.toLowerCase() ?? ''} ${written.replaceAll('"', '')}`;
  const [, read] = READS.exec(plain) ?? [];
  if (read !== undefined) return `select ${read.replaceAll('"', '')}`;
  return /^\s*(\w{1,20})\b/.exec(plain)?.[1]?.toLowerCase() ?? 'statement';
}
