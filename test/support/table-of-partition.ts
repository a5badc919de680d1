/**
 * The table that a relation of a plan is a partition of, and any other relation as it is. Undefined for a default
 * partition: nothing is in it, and to read that whole costs nothing.
 */
export function tableOfPartition(relation: string): string | undefined {
  if (relation.endsWith('_default')) return undefined;
  return relation.replace(/_(?:first|\d{8,})_\d{8,}$/, '');
}
