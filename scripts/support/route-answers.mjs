import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { root } from './project.mjs';

const ROUTES = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);
const WRITERS = new Set(['insert', 'save', 'update', 'upsert', 'softDelete', 'delete', 'remove']);
const WRITE = /\b(?:insert\s+into|update|merge\s+into|delete\s+from)\s+"?(\w+)/gi;

/**
 * What the code behind each route can answer by itself, read off the sources. Problems: from the handler and its
 * parameters along every call, to every `new AppError('code', status)` and every entry of a `defineErrors`. An abstract
 * method stands for all that fill it. What the guard and the edge refuse is not among them.
 *
 * @returns {Map<string, { problems: string[], headers: string[] }>} by operation id: problems as `409 slug_taken`, and
 *   the names of the headers that it sets; both sorted
 */
export function routeAnswers() {
  const program = programOf();
  const search = new Search(program);
  const found = new Map();
  for (const source of program.getSourceFiles()) {
    if (!/\.controllers?\.ts$/.test(source.fileName)) continue;
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement)) continue;
      for (const member of statement.members) {
        const id = ts.isMethodDeclaration(member) ? operationIdOf(member) : undefined;
        if (id !== undefined) found.set(id, search.from(member));
      }
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function programOf() {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, root);
  const files = ['src', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  return ts.createProgram(files, options);
}

function operationIdOf(method) {
  const calls = (ts.getDecorators(method) ?? [])
    .map(({ expression }) => expression)
    .filter(ts.isCallExpression);
  if (!calls.some((call) => ROUTES.has(call.expression.getText()))) return undefined;
  for (const argument of calls.flatMap((call) => [...call.arguments])) {
    const id = ts.isObjectLiteralExpression(argument) ? textOf(argument, 'operationId') : undefined;
    if (id !== undefined) return id.text;
  }
  return undefined;
}

function textOf(object, name) {
  const property = object.properties.find(
    (each) => ts.isPropertyAssignment(each) && each.name.getText() === name,
  );
  return property?.initializer;
}

class Search {
  constructor(program) {
    this.checker = program.getTypeChecker();
    this.sources = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName));
    this.fillers = this.readFillers();
    this.constraints = this.readConstraints();
    this.seen = new Map();
  }

  /** Everything that is reached from a method. */
  from(method) {
    const visited = new Set();
    const codes = new Set();
    const names = new Set();
    const waiting = [method];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (visited.has(node)) continue;
      visited.add(node);
      const { problems, headers, next } = this.lookAt(node);
      for (const problem of problems) codes.add(problem);
      for (const header of headers) names.add(header);
      waiting.push(...next);
    }
    return { problems: [...codes].sort(), headers: [...names].sort() };
  }

  /** What one declaration answers by itself, and which it leads to. */
  lookAt(declaration) {
    const known = this.seen.get(declaration);
    if (known !== undefined) return known;
    const problems = new Set();
    const headers = new Set();
    const next = new Set();
    const visit = (node) => {
      if (ts.isTypeNode(node) || (ts.isDecorator(node) && !ts.isParameter(node.parent))) return;
      if (ts.isNewExpression(node)) this.readNew(node, { problems, headers, next });
      if (ts.isCallExpression(node)) this.readCall(node, problems, headers);
      // `errors` of `errors.taken` is a whole catalogue; what counts is the entry.
      if (ts.isIdentifier(node) && !isCatalogue(node))
        for (const each of this.targetsOf(node)) this.add(each, problems, next);
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) this.readSql(node.text, problems);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(declaration, visit);
    const answer = { problems, headers, next };
    this.seen.set(declaration, answer);
    return answer;
  }

  /** A header of the answer, or a write by TypeORM to a table that has constraints. */
  readCall(node, problems, headers) {
    if (!ts.isPropertyAccessExpression(node.expression)) return;
    const [first] = node.arguments;
    const method = node.expression.name.text;
    if (method === 'header' && first && ts.isStringLiteralLike(first)) headers.add(first.text.toLowerCase());
    if (!WRITERS.has(method)) return;
    const receiver = this.checker.getTypeAtLocation(node.expression.expression);
    const [entity] = this.checker.getTypeArguments(receiver);
    for (const declared of entity?.symbol?.declarations ?? [])
      if (ts.isClassDeclaration(declared)) this.readConstraintsOf(tableOf(declared), problems);
  }

  readNew(node, { problems, headers, next }) {
    const [code, status] = node.arguments ?? [];
    if (node.expression.getText() === 'AppError') {
      if (code && status && ts.isStringLiteralLike(code) && ts.isNumericLiteral(status))
        problems.add(`${status.text} ${code.text}`);
      return;
    }
    if (node.expression.getText() === 'StreamableFile' && /\bdisposition\b/.test(node.getText()))
      headers.add('content-disposition');
    for (const declared of this.targetsOf(node.expression)) {
      if (!ts.isClassDeclaration(declared)) continue;
      for (const member of declared.members)
        if (ts.isConstructorDeclaration(member) || member.name?.getText() === 'transform') next.add(member);
    }
  }

  add(declared, problems, next) {
    if (ts.isPropertyAssignment(declared) && ts.isObjectLiteralExpression(declared.initializer)) {
      const code = textOf(declared.initializer, 'code');
      const status = textOf(declared.initializer, 'status');
      if (code && status && ts.isStringLiteralLike(code) && ts.isNumericLiteral(status))
        problems.add(`${status.text} ${code.text}`);
      return;
    }
    if (isCode(declared)) next.add(declared);
  }

  targetsOf(identifier) {
    let symbol = this.checker.getSymbolAtLocation(identifier);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    const declarations = (symbol?.declarations ?? []).filter((each) => isOurs(each.getSourceFile().fileName));
    return declarations.flatMap((each) => [each, ...(this.fillers.get(each) ?? [])]);
  }

  /** The methods that fill an abstract one or one of an interface, by its declaration. */
  readFillers() {
    const fillers = new Map();
    for (const source of this.sources) {
      const visit = (node) => {
        if (ts.isClassDeclaration(node) && node.heritageClauses) this.readFilling(node, fillers);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    return fillers;
  }

  readFilling(declared, fillers) {
    for (const { expression } of declared.heritageClauses.flatMap(({ types }) => types)) {
      const base = this.checker.getTypeAtLocation(expression);
      const type = base.isClassOrInterface() ? base : this.checker.getApparentType(base);
      for (const member of declared.members) {
        const name = member.name?.getText();
        const filled =
          name === undefined
            ? undefined
            : (type.getProperty?.(name) ?? this.instanceMember(expression, name));
        for (const each of filled?.declarations ?? [])
          fillers.set(each, [...(fillers.get(each) ?? []), member]);
      }
    }
  }

  instanceMember(expression, name) {
    const symbol = this.checker.getSymbolAtLocation(expression);
    const target =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return target === undefined ? undefined : this.checker.getDeclaredTypeOfSymbol(target).getProperty(name);
  }

  /** What a violated constraint answers, by the table that has it: `constraintErrors({ uq_properties_slug: … })`. */
  readConstraints() {
    const constraints = [];
    for (const source of this.sources) {
      const visit = (node) => {
        if (ts.isCallExpression(node) && node.expression.getText() === 'constraintErrors') {
          const [listed] = node.arguments;
          for (const property of listed && ts.isObjectLiteralExpression(listed) ? listed.properties : []) {
            if (!ts.isPropertyAssignment(property) || !ts.isPropertyAccessExpression(property.initializer))
              continue;
            const problems = new Set();
            for (const each of this.targetsOf(property.initializer.name)) this.add(each, problems, new Set());
            constraints.push({ name: property.name.getText(), problems });
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    return constraints;
  }

  readSql(text, problems) {
    for (const [, table] of text.matchAll(WRITE)) this.readConstraintsOf(table.toLowerCase(), problems);
  }

  readConstraintsOf(table, problems) {
    for (const { name, problems: answers } of this.constraints)
      if (table !== undefined && `${name}_`.includes(`_${table}_`))
        for (const each of answers) problems.add(each);
  }
}

function isCode(node) {
  return (
    ts.isFunctionLike(node) ||
    (ts.isVariableDeclaration(node) && node.initializer !== undefined) ||
    (ts.isPropertyDeclaration(node) && node.initializer !== undefined) ||
    (ts.isPropertyAssignment(node) && !ts.isLiteralExpression(node.initializer))
  );
}

/** `@Entity('properties')`, or the `name` of its options. */
function tableOf(declared) {
  for (const { expression } of ts.getDecorators(declared) ?? []) {
    if (!ts.isCallExpression(expression) || expression.expression.getText() !== 'Entity') continue;
    const [first] = expression.arguments;
    const name = first && ts.isObjectLiteralExpression(first) ? textOf(first, 'name') : first;
    return name?.text;
  }
  return undefined;
}

function isCatalogue(node) {
  return (
    /[eE]rrors$/.test(node.text) &&
    ts.isPropertyAccessExpression(node.parent) &&
    node.parent.expression === node
  );
}

function isOurs(file) {
  return /^(src|libs)\//.test(relative(root, file));
}
