/** The keys of one table, by the names of their columns; an expression in an index is null. */
export interface TableKeys {
  readonly name: string;
  /** Whether every row belongs to one organization. */
  readonly hasTenant: boolean;
  readonly primaryKey: readonly string[];
  readonly unique: readonly (readonly (string | null)[])[];
  readonly references: readonly {
    readonly table: string;
    readonly columns: readonly string[];
    readonly target: readonly string[];
  }[];
}

export type TableClass = 'reference' | 'distributed' | 'local';

/** Tables that rows of every organization point to: each database would hold a copy. */
const REFERENCE: ReadonlySet<string> = new Set(['organizations', 'users', 'usage_months']);

/**
 * Tables whose rows name an organization and are no data of it: proceedings of the platform about it, which outlive it.
 */
const OF_THE_PLATFORM: ReadonlySet<string> = new Set(['organization_erasures', 'organization_holds']);

const TENANT = 'organization_id';

/** Which tables would be copied to every database, which would be spread by organization, and which would stay in one. */
export function classOfTables(tables: readonly TableKeys[]): Record<TableClass, string[]> {
  const classes: Record<TableClass, string[]> = { reference: [], distributed: [], local: [] };
  for (const table of tables) classes[classOf(table)].push(table.name);
  return classes;
}

/**
 * What keeps tables from being spread over several databases by their organization, as Citus demands it: a unique key of
 * a distributed table holds the organization, it points to another one together with it, and nothing else points to it
 * (https://docs.citusdata.com/en/stable/develop/reference_ddl.html#table-co-location).
 */
export function obstaclesToDistribution(tables: readonly TableKeys[]): string[] {
  const classes = new Map(tables.map((table) => [table.name, classOf(table)]));
  return tables.flatMap((table) => {
    const own = classOf(table);
    const obstacles: string[] = [];
    if (own === 'distributed') {
      if (!table.primaryKey.includes(TENANT)) obstacles.push('its primary key does not hold organization_id');
      for (const key of table.unique)
        if (!key.includes(TENANT)) obstacles.push(`unique (${key.join(', ')}) does not hold organization_id`);
    }
    for (const { table: name, columns, target } of table.references) {
      if (classes.get(name) === 'local' && own !== 'local')
        obstacles.push(`points to ${name}, which is local, and is ${own} itself`);
      if (classes.get(name) !== 'distributed') continue;
      if (own !== 'distributed')
        obstacles.push(`points to ${name}, which is distributed, and is ${own} itself`);
      else if (columns.indexOf(TENANT) === -1 || columns.indexOf(TENANT) !== target.indexOf(TENANT))
        obstacles.push(`points to ${name} without organization_id`);
    }
    return obstacles.map((obstacle) => `${table.name}: ${obstacle}`);
  });
}

function classOf({ name, hasTenant }: TableKeys): TableClass {
  if (REFERENCE.has(name)) return 'reference';
  return hasTenant && !OF_THE_PLATFORM.has(name) ? 'distributed' : 'local';
}
