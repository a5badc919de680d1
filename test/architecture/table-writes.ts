import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const WRITE =
  /\b(?:insert\s+into|merge\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?|truncate(?:\s+table)?)\s+/gi;
const NAME = /^"?(?:public"?\.)?"?(\w+)/;
/** Of a repository, an entity manager, a query builder or our statements on a table. */
const METHODS = new Set(
  'insert update upsert delete save remove softDelete softRemove restore recover increment decrement clear into from updateById'.split(
    ' ',
  ),
);
const RECEIVERS = /^(?:Repository|EntityManager|\w+QueryBuilder|TableStatements)$/;
/** A query builder reads by these too. */
const OF_BUILDERS: Readonly<Record<string, RegExp>> = { into: /^Insert/, from: /^Delete/ };
/** Where a word of SQL is put in that is only known when it runs. */
const HOLE = '\u0000';

/** A statement in `src` that changes rows of a table. */
export interface TableWrite {
  /** From the root of the repository. */
  readonly file: string;
  /** Its name in the schema `public`; null where the source does not tell. */
  readonly table: string | null;
}

/**
 * Every statement and every call of TypeORM in `src` that inserts, updates or deletes, specs and migrations aside. Types
 * tell which entity a repository is of, and which tables a name may be that is put into a statement.
 *
 * @param tables the tables there are; any other word behind `update` is prose
 * @param seeded files that are not there, by path from the root, with their text
 */
export function tableWrites(
  tables: ReadonlySet<string>,
  seeded: Readonly<Record<string, string>> = {},
): TableWrite[] {
  const program = programWith(seeded);
  const checker = program.getTypeChecker();
  const entities = entitiesIn(program, checker);
  const found: TableWrite[] = [];
  for (const source of program.getSourceFiles()) {
    const file = relative(ROOT, source.fileName);
    if (!isSearched(file)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
        for (const table of tablesOfText(node, checker, tables)) found.push({ file, table });
      if (ts.isCallExpression(node))
        for (const table of tablesOfCall(node, checker, entities)) found.push({ file, table });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function isSearched(file: string): boolean {
  return file.startsWith('src/') && !file.endsWith('.spec.ts') && !file.includes('/migrations/');
}

function programWith(seeded: Readonly<Record<string, string>>): ts.Program {
  const path = join(ROOT, 'tsconfig.json');
  // eslint-disable-next-line @typescript-eslint/unbound-method -- `ts.sys` keeps no state
  const { config } = ts.readConfigFile(path, ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const host = ts.createCompilerHost(options, true);
  const added = new Map(Object.entries(seeded).map(([file, text]) => [join(ROOT, file), text]));
  const disk = ts.createCompilerHost(options, true);
  host.readFile = (name) => added.get(name) ?? disk.readFile(name);
  host.fileExists = (name) => added.has(name) || disk.fileExists(name);
  return ts.createProgram([...files, ...added.keys()], options, host);
}

function tablesOfText(
  node: ts.StringLiteralLike | ts.TemplateExpression,
  checker: ts.TypeChecker,
  tables: ReadonlySet<string>,
): (string | null)[] {
  const holes = ts.isTemplateExpression(node) ? node.templateSpans.map(({ expression }) => expression) : [];
  const text = ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(HOLE)
    : node.text;
  return [...text.matchAll(WRITE)].flatMap((match): (string | null)[] => {
    const end = match.index + match[0].length;
    const rest = text.slice(end);
    if (rest.startsWith(HOLE)) {
      const hole = holes[text.slice(0, end).split(HOLE).length - 1];
      return hole === undefined ? [null] : namesOf(checker.getTypeAtLocation(hole));
    }
    // The name is added to the text.
    if (rest === '' && ts.isBinaryExpression(node.parent)) return [null];
    const name = NAME.exec(rest)?.[1]?.toLowerCase();
    return name !== undefined && tables.has(name) ? [name] : [];
  });
}

/** The words that an expression of this type can be. */
function namesOf(type: ts.Type): (string | null)[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.map((part) => (part.isStringLiteral() ? (NAME.exec(part.value)?.[1] ?? null) : null));
}

/** The tables of each class: its own, or those of the entities that extend it. */
type Entities = ReadonlyMap<ts.Symbol, readonly string[]>;

function entitiesIn(program: ts.Program, checker: ts.TypeChecker): Entities {
  const entities = new Map<ts.Symbol, string[]>();
  for (const source of program.getSourceFiles()) {
    if (!isSearched(relative(ROOT, source.fileName))) continue;
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) || statement.name === undefined) continue;
      const table = tableOf(statement);
      if (table === undefined) continue;
      const { symbol } = checker.getTypeAtLocation(statement.name);
      const bases = (checker.getDeclaredTypeOfSymbol(symbol).getBaseTypes() ?? []).map((base) => base.symbol);
      for (const each of [symbol, ...bases]) entities.set(each, [...(entities.get(each) ?? []), table]);
    }
  }
  return entities;
}

/** The tables that a call of TypeORM changes; none for any other call. */
function tablesOfCall(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
  entities: Entities,
): readonly (string | null)[] {
  if (!ts.isPropertyAccessExpression(call.expression)) return [];
  const method = call.expression.name.text;
  if (!METHODS.has(method)) return [];
  const receiver = checker.getTypeAtLocation(call.expression.expression);
  const kind = receiver.getSymbol()?.name ?? '';
  if (!RECEIVERS.test(kind) || OF_BUILDERS[method]?.test(kind) === false) return [];
  const [first] = call.arguments;
  const [of] = checker.getTypeArguments(receiver as ts.TypeReference);
  // Of a repository that is handed any entity, what it may be.
  const types = [
    first === undefined ? undefined : checker.getTypeAtLocation(first),
    of === undefined ? undefined : (checker.getBaseConstraintOfType(of) ?? of),
  ];
  const named = types.flatMap((type) => (type === undefined ? [] : [entities.get(type.symbol) ?? []]));
  return named.find((tables) => tables.length > 0) ?? [null];
}

/** What stands in `@Entity('…')`. */
function tableOf(declaration: ts.ClassDeclaration): string | undefined {
  for (const { expression } of ts.getDecorators(declaration) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Entity') continue;
    const [name] = expression.arguments;
    if (name !== undefined && ts.isStringLiteralLike(name)) return name.text;
  }
  return undefined;
}
