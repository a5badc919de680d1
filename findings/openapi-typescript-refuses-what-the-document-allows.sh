#!/usr/bin/env bash
# One would guess: types made from an OpenAPI document are as wide as its schemas or wider: what is valid by the schema
# can be written in the type, and what is read from an answer has the members that the schema allows.
# What happens: openapi-typescript 7.13.0 makes `Record<string, never>`, an object without any member, of `type:
# object`, which allows all of them: whoever reads `details.reason` holds a `never`. Beside named properties
# `additionalProperties` becomes an intersection that no value with both meets. A property with a default is required,
# in a request body too, where leaving it out is what the default is for. And where `required` stands in another branch
# of `allOf` than the property, it is lost: `{}` compiles and is not valid. `additionalProperties: true` in the
# document, or the options emptyObjectsUnknown and defaultNonNullable, mend the first and the third.
# Seen: openapi-typescript 7.13.0, TypeScript 5.9.3, ajv 8.20.0, Node 24.21.0; 2026-11-28.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund openapi-typescript@7.13.0 typescript@5.9.3 ajv@8.20.0 node@24.21.0
cat >probe.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import openapi, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const object = (properties, rest) => ({ type: 'object', properties, ...rest });
const schemas = {
  Details: { type: 'object' },
  Open: { type: 'object', additionalProperties: true },
  Settings: object({ name: { type: 'string' } }, { additionalProperties: { type: 'integer' } }),
  Page: object({ limit: { type: 'integer', default: 20 } }),
  Named: { allOf: [object({ name: { type: 'string' } }), { required: ['name'] }] },
};
const values = {
  Details: { reason: 'late' },
  Open: { reason: 'late' },
  Settings: { name: 'desk', width: 80 },
  Page: {},
  Named: {},
};
const document = { openapi: '3.1.0', info: { title: 'x', version: '1' }, paths: {}, components: { schemas } };
const ajv = new Ajv({ strict: false });
ajv.addSchema({ $id: 'x', components: { schemas } });
/** Which of the values compile, all in one program. */
const compiling = (types) => {
  const files = new Map([['types.ts', types]]);
  for (const [name, value] of Object.entries(values))
    files.set(
      `${name}.ts`,
      `import type { components } from './types.js';\nexport const value: components['schemas']['${name}'] = ${JSON.stringify(value)};`,
    );
  for (const [file, text] of files) writeFileSync(file, text);
  const options = { strict: true, noEmit: true, types: [], lib: ['lib.es5.d.ts'], module: ts.ModuleKind.NodeNext };
  const faults = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options));
  const wrong = new Set(faults.map(({ file }) => basename(file?.fileName ?? 'everything')));
  return (name) => !wrong.has(`${name}.ts`);
};
for (const options of [{}, { emptyObjectsUnknown: true, defaultNonNullable: false }]) {
  console.log(JSON.stringify(options));
  const compiles = compiling(astToString(await openapi(structuredClone(document), options)));
  for (const [name, value] of Object.entries(values)) {
    const valid = ajv.validate({ $ref: `x#/components/schemas/${name}` }, value);
    const [bySchema, byType] = [valid ? 'valid' : 'not valid', compiles(name) ? 'compiles' : 'does not compile'];
    console.log(`  ${name} ${JSON.stringify(value)}: ${bySchema} by the schema, ${byType}`);
  }
}
JS
node_modules/node/bin/node probe.mjs | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
{}
  Details {"reason":"late"}: valid by the schema, does not compile
  Open {"reason":"late"}: valid by the schema, compiles
  Settings {"name":"desk","width":80}: valid by the schema, does not compile
  Page {}: valid by the schema, does not compile
  Named {}: not valid by the schema, compiles
{"emptyObjectsUnknown":true,"defaultNonNullable":false}
  Details {"reason":"late"}: valid by the schema, compiles
  Open {"reason":"late"}: valid by the schema, compiles
  Settings {"name":"desk","width":80}: valid by the schema, does not compile
  Page {}: valid by the schema, compiles
  Named {}: not valid by the schema, compiles
TEXT
