import type { LoadedModule } from './loaded-module.js';

/**
 * Pairs what a manifest declares with the code that its runtime has for it, in the order of the manifest.
 *
 * @param kind for the sentences, e.g. `periodic job`
 * @param code by the names of what is declared
 * @throws Error for a declaration without code, and for code that nothing declares
 */
export function matchDeclared<Declared extends { readonly name: string }, Code>(
  { manifest }: LoadedModule,
  kind: string,
  declared: readonly Declared[],
  code: Readonly<Record<string, Code>> = {},
): (readonly [Declared, Code])[] {
  const left = new Map(Object.entries(code));
  const pairs = declared.map((each) => {
    const found = left.get(each.name);
    if (found === undefined)
      throw new Error(
        `The module ${manifest.name} declares the ${kind} ${each.name} and has no code for it.`,
      );
    left.delete(each.name);
    return [each, found] as const;
  });
  const [undeclared] = left.keys();
  if (undeclared !== undefined)
    throw new Error(
      `The module ${manifest.name} has code for the ${kind} ${undeclared} and does not declare it.`,
    );
  return pairs;
}
