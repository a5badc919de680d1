import { csvRows } from './csv-rows.js';
import { ndjsonRows } from './json-rows.js';

/** How a file is read by its name: `.csv`, else a JSON object a line. */
export function csvOrNdjson(fileName: string): typeof csvRows {
  return fileName.toLowerCase().endsWith('.csv') ? csvRows : ndjsonRows;
}
