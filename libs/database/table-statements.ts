import { getMetadataArgsStorage } from 'typeorm';
import { nameOfText } from './reused-statements.js';
import { SnakeNamingStrategy } from './snake-naming.strategy.js';
import type { Lookup } from './lookup.js';
import type { NamedStatement } from './statement-batch.js';

type EntityClass<Row> = new () => Row;

const naming = new SnakeNamingStrategy();

/**
 * Statements on the table of an entity, as text, for what runs with every event or request: the ORM makes each of its
 * own anew, which takes longer than to run it. Rows come as plain objects with the entity's names.
 *
 * It holds for columns that `pg` reads as the ORM does: none of type `date`, and none with a transformer.
 */
export class TableStatements<Row extends object> {
  private readonly table: string;
  /** `column as "property"`, for `select` and `returning`. */
  readonly columns: string;
  private readonly columnOf: ReadonlyMap<string, string>;

  constructor(private readonly entity: EntityClass<Row>) {
    const { tables, columns } = getMetadataArgsStorage();
    this.table = tables.find(({ target }) => target === entity)?.name ?? '';
    this.columnOf = new Map(
      columns
        .filter(({ target }) => target === entity)
        .map(({ propertyName, options }) => [
          propertyName,
          naming.columnName(propertyName, options.name, []),
        ]),
    );
    const unfit = columns.find(
      ({ target, options }) =>
        target === entity && (options.type === 'date' || options.transformer !== undefined),
    );
    if (this.table === '' || this.columnOf.size === 0 || unfit !== undefined)
      throw new Error(`${entity.name} is no entity whose rows can be read as they are`);
    this.columns = [...this.columnOf].map(([property, column]) => `${column} as "${property}"`).join(', ');
  }

  /** @param condition e.g. `clerk_id = $1 for update` */
  selectWhere(condition: string): NamedStatement {
    const text = `select ${this.columns} from ${this.table} where ${condition}`;
    return { name: nameOfText(text), text };
  }

  /**
   * Rows by the values of some columns, looked up by {@link UnitOfWork.lookUp}.
   *
   * @param keys the columns with their types, e.g. `{ clerk_id: 'text' }`
   * @param ending e.g. `for update`, or a further condition
   */
  lookup(keys: Readonly<Record<string, string>>, ending = ''): Lookup<Row> {
    const columns = Object.keys(keys);
    const where = (value: (column: string, at: number) => string): string =>
      columns.map((column, at) => `${column} = ${value(column, at)}`).join(' and ');
    // Selected, so that the planner does not plan anew for each number of values.
    const values = Object.values(keys).map((type, at) => `(select $${at + 1}::${type}[])`);
    const names = columns.map((_, at) => `value${at}`).join(', ');
    const text = `select (asked.at - 1)::integer as at, found.* from unnest(${values.join(', ')}) with ordinality
      as asked (${names}, at) cross join lateral (select ${this.columns} from ${this.table}
        where ${where((_, at) => `asked.value${at}`)} ${ending}) found`;
    return {
      one: this.selectWhere(`${where((_, at) => `$${at + 1}`)} ${ending}`.trim()),
      each: { name: nameOfText(text), text },
    };
  }

  /**
   * A change of the row with an id; texts are as many as there are sets of fields.
   *
   * @returns the text, and its values with the id first
   */
  updateById(id: string, change: Partial<Row>): { text: string; values: unknown[] } {
    const fields = Object.entries(change).filter(([, value]) => value !== undefined);
    const sets = fields.map(([property], at) => `${this.column(property)} = $${at + 2}`);
    return {
      text: `update ${this.table} set ${sets.join(', ')} where id = $1`,
      values: [id, ...fields.map(([, value]) => value)],
    };
  }

  private column(property: string): string {
    const column = this.columnOf.get(property);
    if (column === undefined) throw new Error(`${this.entity.name} has no ${property}`);
    return column;
  }
}
