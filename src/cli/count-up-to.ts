import { InvalidArgumentError } from 'commander';

/** For a count that somebody types as an option, from 1 to `most`. */
export function countUpTo(most: number): (text: string) => number {
  return (text) => {
    const count = readCount(text, most);
    if (count === undefined) throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    return count;
  };
}

/** A count that somebody typed; undefined where it is none from 1 to `most`. */
export function readCount(text: string, most: number): number | undefined {
  const count = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= most ? count : undefined;
}
