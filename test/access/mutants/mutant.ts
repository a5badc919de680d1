/** A fault that somebody could make, and the specs that must notice. */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Run in the copied project against a template that this changed. */
  readonly sql?: string;
  /** Relative to the project. */
  readonly spec: string;
  /** Only the tests whose name holds this. */
  readonly only?: string;
  /** Part of every test run, not of `npm run mutants` alone. */
  readonly always?: boolean;
}

export interface Edit {
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

export const edit = (file: string, find: string, replace: string): Edit => ({ file, find, replace });

/** In the code. */
export const fault = (name: string, edits: readonly Edit[], spec: string, only?: string): Mutant => ({
  name,
  edits,
  spec,
  ...(only !== undefined && { only }),
});

/** In the database. */
export const database = (name: string, sql: string, spec: string, only?: string): Mutant => ({
  ...fault(name, [], spec, only),
  sql,
});

/**
 * The statement that changes the text of a function or view.
 * @param definition the expression that reads it
 * @param prefix what stands before it in the statement that makes it
 */
export function changedText(definition: string, find: string, replace: string, prefix = ''): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  return `do $do$ declare body text := ${definition};
    begin
      if position(${quoted(find)} in body) = 0 then raise 'it says nothing of %', ${quoted(find)}; end if;
      execute ${quoted(prefix)} || replace(body, ${quoted(find)}, ${quoted(replace)});
    end $do$`;
}

/** The guard's one question. */
export const changedLookup = (find: string, replace: string): string =>
  changedText(
    `pg_get_functiondef('app.access_lookup(text, text, uuid, text, uuid)'::regprocedure)`,
    find,
    replace,
  );
