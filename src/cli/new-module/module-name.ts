import { CommandFailure } from '../command-failure.js';

/** The noun that a module is named after, in kebab-case. */
export interface ModuleName {
  /** Names the folder, the routes and, with underscores, the table: `room-keys`. */
  readonly plural: string;
  /** Names one of them: `room-key`. */
  readonly singular: string;
}

const NOUN = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;
/** What PostgreSQL and the template's longest constraint leave room for. */
const MAX_LENGTH = 40;
/** Names of tables, columns and types that SQL or TypeScript keep for themselves, or that the generated code uses. */
const TAKEN_WORDS =
  /^(all|class|default|function|module|new|order|group|user|table|view|null|this|error|audit-log|clock)$/;

/**
 * The name of a module from what was typed.
 *
 * @param singular what one of them is called, where the plural does not tell
 * @throws CommandFailure for what is no noun in kebab-case, or no plural
 */
export function parseModuleName(plural: string, singular: string | undefined): ModuleName {
  demandNoun(plural, 'rooms or room-keys');
  const one = singular ?? singularOf(plural);
  if (one === undefined)
    throw new CommandFailure(
      `"${plural}" is no plural that is known here. A module is named after what its table holds many of; say what one of them is called: --singular <noun>.`,
    );
  demandNoun(one, 'room or room-key');
  if (one === plural)
    throw new CommandFailure(
      `One of the ${plural} cannot be called "${one}" too: table and row need names of their own.`,
    );
  return { plural, singular: one };
}

function demandNoun(text: string, example: string): void {
  if (!NOUN.test(text))
    throw new CommandFailure(
      `"${text}" is no name for a module: a noun in kebab-case is, such as ${example}.`,
    );
  if (text.length > MAX_LENGTH)
    throw new CommandFailure(`"${text}" is too long for names of tables: ${MAX_LENGTH} characters at most.`);
  if (TAKEN_WORDS.test(text))
    throw new CommandFailure(`"${text}" means something else in TypeScript or SQL; choose another noun.`);
}

function singularOf(plural: string): string | undefined {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  if (/(ss|x|z|ch|sh)es$/.test(plural)) return plural.slice(0, -2);
  return plural.endsWith('s') && !plural.endsWith('ss') ? plural.slice(0, -1) : undefined;
}
