import { accountsErrors } from '../accounts.errors.js';
import type { SourceRow, UnreadableRow } from './account-record.js';

const LARGEST_OBJECT = 1_000_000;

/** Reads one JSON object a line. */
export async function* ndjsonRows(chunks: AsyncIterable<string>): AsyncGenerator<SourceRow | UnreadableRow> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LARGEST_OBJECT) throw accountsErrors.wrongFileKind();
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield rowOf(line, text);
    }
  }
  if (rest.trim() !== '') yield rowOf(line + 1, rest);
}

/** Reads the objects of the first list in a JSON document one after the other, without the whole of it in memory. */
export async function* jsonListRows(
  chunks: AsyncIterable<string>,
): AsyncGenerator<SourceRow | UnreadableRow> {
  let isInList = false;
  let isText = false;
  let isEscaped = false;
  let depth = 0;
  let text = '';
  let line = 1;
  let startedAt = 1;
  for await (const chunk of chunks) {
    for (const sign of chunk) {
      if (sign === '\n') line += 1;
      if (depth > 0) {
        text += sign;
        if (text.length > LARGEST_OBJECT) throw accountsErrors.wrongFileKind();
      }
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (sign === '\\') isEscaped = true;
        else if (sign === '"') isText = false;
      } else if (sign === '"') isText = true;
      else if (!isInList) isInList = sign === '[';
      else if (sign === '{') {
        if (depth === 0) [text, startedAt] = [sign, line];
        depth += 1;
      } else if (sign === '}') {
        depth -= 1;
        if (depth === 0) yield rowOf(startedAt, text);
      } else if (sign === ']' && depth === 0) return;
    }
  }
  // Without its end the file is a part of one.
  throw accountsErrors.wrongFileKind();
}

function rowOf(line: number, text: string): SourceRow | UnreadableRow {
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return { line, fields: fields as Record<string, unknown> };
  } catch {
    // What the parser says would quote the row.
  }
  return { line, unreadable: true };
}
