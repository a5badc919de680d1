/** Statements that read a whole table because that is what they are for; each a part of its text, and why. */
export const ALLOWED_WHOLE_READS: readonly { readonly text: string; readonly why: string }[] = [];

/** Indexes that the walk does not lead through, and what does. */
export const USED_ELSEWHERE: Readonly<Record<string, string>> = {};
