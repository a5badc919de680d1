import { stdout } from 'node:process';

/** Colour only where a person looks, and only when wanted (https://no-color.org). */
const hasColour = stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';

function style(open: number, close: number): (text: string) => string {
  return (text) => (hasColour ? `\u001B[${open}m${text}\u001B[${close}m` : text);
}

export const bold = style(1, 22);
export const faint = style(2, 22);
export const red = style(31, 39);
export const yellow = style(33, 39);
export const green = style(32, 39);
export const cyan = style(36, 39);
