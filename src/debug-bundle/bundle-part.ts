/** A file of the bundle. */
export interface BundlePart {
  readonly file: string;
  /** What stands in it, in a sentence of the README. */
  readonly about: string;
  /** Text as it is, anything else as JSON. */
  readonly read: () => Promise<unknown>;
}

/** What became of a part. */
export interface ReadPart {
  readonly file: string;
  readonly about: string;
  readonly content: string;
  /** Why it could not be had; null where it could. */
  readonly missing: string | null;
}
