/** A declaration that a file exports by itself. */
export interface ExportedDeclaration {
  readonly is: string;
  readonly name: string;
}

const DECLARATION =
  /^export (?:declare )?(?:abstract )?(?:async )?(class|interface|type|const|function|enum)\*? (\w+)/gm;

/** All of them in the text of a TypeScript file, one for each overload. */
export function exportedDeclarations(text: string): ExportedDeclaration[] {
  return [...text.matchAll(DECLARATION)].map(([, is, name]) => ({ is: is!, name: name! }));
}
