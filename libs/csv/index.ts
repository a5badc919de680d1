/** Comma-separated values: the one writer of all of them. */
export { cellText, csvLine } from './csv-line.js';
