/** A program that a machine may lack, and the variable that says it must not: the workflow sets it. */
export interface OptionalTool {
  readonly name: string;
  readonly variable: string;
  /** The package to install. */
  readonly package: string;
}

/**
 * `describe` or `it` where the tool is, and its `skip` on a machine without it, unless it is required there: what the workflow
 * left out nobody would look at.
 *
 * @throws Error without one where one is required, so that the spec that needs it fails
 */
export function withTool<T extends { skip: unknown }>(
  block: T,
  path: string | null | undefined,
  tool: OptionalTool,
  environment: Readonly<Record<string, string | undefined>>,
): T | T['skip'] {
  if (path != null) return block;
  if (environment[tool.variable] === 'true')
    throw new Error(
      `There is no ${tool.name}, and ${tool.variable} says that this spec is not left out: install ${tool.package}.`,
    );
  return block.skip;
}
