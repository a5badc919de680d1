/** What was typed on lines or between commas, without what is empty. */
export function linesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((each) => each !== '');
}
