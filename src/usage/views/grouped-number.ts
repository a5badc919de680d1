/** Whole numbers with thin groups, as in 12 345. */
export function groupedNumber(value: number): string {
  return value.toLocaleString('en-US').replaceAll(',', '\u202f');
}
