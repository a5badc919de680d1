/** What is the matter with a line of a pasted list. */
export type LineState = 'ready' | 'no_address' | 'twice' | 'has_access' | 'invited' | 'unknown_role';

export interface PastedLine {
  /** Counted from 1, blank lines too. */
  readonly number: number;
  readonly text: string;
  readonly email: string;
  readonly role: string;
  readonly state: LineState;
}

export interface Known {
  /** Addresses in lower case. */
  readonly withAccess: ReadonlySet<string>;
  readonly invited: ReadonlySet<string>;
  /** Keys of roles by how people write them: name or key, in lower case. */
  readonly roles: ReadonlyMap<string, string>;
}

/** As much as can be said before the service is asked; it decides. */
const ADDRESS = /[^\s<>",;]+@[^\s<>",;]+\.[^\s<>",;]+/;

/**
 * Reads a list with one person a line: an address, bare or as `Mark Ferry <mark@harbour.test>`, and after a comma,
 * semicolon or tab a role, where it is another one than that of the list.
 */
export function readPastedLines(pasted: string, role: string, known: Known): PastedLine[] {
  const seen = new Set<string>();
  return pasted.split(/\r?\n/).flatMap((text, index) => {
    if (text.trim() === '') return [];
    const email = (ADDRESS.exec(text)?.[0] ?? '').toLowerCase();
    const words = text
      .split(/[,;\t]/)
      .map((part) => part.trim())
      .filter((part) => part !== '' && !part.includes('@'));
    const written = words.at(-1);
    const own = written === undefined ? role : known.roles.get(written.toLowerCase());
    const state = stateOf(email, own, seen, known);
    seen.add(email);
    return [{ number: index + 1, text: text.trim(), email, role: own ?? role, state }];
  });
}

function stateOf(
  email: string,
  role: string | undefined,
  seen: ReadonlySet<string>,
  { withAccess, invited }: Known,
): LineState {
  if (email === '') return 'no_address';
  if (seen.has(email)) return 'twice';
  if (withAccess.has(email)) return 'has_access';
  if (invited.has(email)) return 'invited';
  return role === undefined ? 'unknown_role' : 'ready';
}
