/**
 * Whether an endpoint is told of a type of events, as a condition in SQL: it names none, the type, or its family (`grant.*`).
 *
 * @param type an expression for the type
 * @param types an expression for what the endpoint names
 */
export function isWantedType(type: string, types: string): string {
  return `(${types} = '{}' or ${type} = any (${types}) or split_part(${type}, '.', 1) || '.*' = any (${types}))`;
}
