#!/usr/bin/env bash
# One would guess: a class made by `OmitType`, `PickType` or `PartialType` reads a body as the class that it comes from, in a
# bundle as well; where a bundler cannot follow a package, it says so.
# What happens: @nestjs/mapped-types asks for class-validator and class-transformer by a `require` that it makes itself
# (`createRequire(import.meta.url)`). Rolldown leaves that call as it is, without a warning. At run time it finds the packages
# in node_modules: validators go on to work, since class-validator keeps them in a global; class-transformer keeps them in a
# module, of which there are two now, so every `@Type` and `@Transform` is lost in the class that was made. A date stays a
# string and nothing is said. With node_modules left out of the image, the validators of the class are lost too.
# Seen: @nestjs/mapped-types 12.0.0, class-transformer 0.5.1, class-validator 0.15.1, rolldown 1.2.19, Node 24.21.0; 2026-11-30.
set -euo pipefail
work=$(mktemp -d)
alone=$(mktemp -d)
trap 'rm -rf "$work" "$alone"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @nestjs/mapped-types@12.0.0 @nestjs/common@12.5.1 class-transformer@0.5.1 \
  class-validator@0.15.1 reflect-metadata@0.2.2 rxjs@7.8.2 rolldown@1.2.19 node@24.21.0
cat >probe.mjs <<'JS'
import 'reflect-metadata';
import { OmitType } from '@nestjs/mapped-types';
import { plainToInstance, Transform } from 'class-transformer';
import { IsNotEmpty, validateSync } from 'class-validator';

class Whole {}
IsNotEmpty()(Whole.prototype, 'until');
Transform(({ value }) => new Date(value))(Whole.prototype, 'until');
IsNotEmpty()(Whole.prototype, 'other');

class Part extends OmitType(Whole, ['other']) {}

for (const type of [Whole, Part]) {
  const { until } = plainToInstance(type, { until: '2026-11-30T00:00:00Z' });
  const faults = validateSync(new type()).map(({ property }) => property);
  console.log(`${type.name}: until is ${until instanceof Date ? 'a date' : `a ${typeof until}`}; wants ${faults.join(', ') || 'nothing'}`);
}
JS
{
  echo 'as modules'
  node_modules/node/bin/node probe.mjs
  node_modules/node/bin/node node_modules/rolldown/bin/cli.mjs probe.mjs --platform node --format esm --file bundled.mjs \
    --external reflect-metadata >build.txt 2>&1
  echo 'as a bundle'
  node_modules/node/bin/node bundled.mjs
  mkdir "$alone/node_modules"
  cp -r node_modules/reflect-metadata "$alone/node_modules/"
  cp bundled.mjs "$alone/"
  echo 'as a bundle without the packages beside it'
  node_modules/node/bin/node "$alone/bundled.mjs"
  echo "the bundler warned of the validator: $(grep -ciE 'class-(validator|transformer)' build.txt || true)"
} | tee seen.txt
diff - seen.txt <<'TEXT' && echo 'as described'
as modules
Whole: until is a date; wants until, other
Part: until is a date; wants until
as a bundle
Whole: until is a date; wants until, other
Part: until is a string; wants until
as a bundle without the packages beside it
Whole: until is a date; wants until, other
Part: until is a string; wants nothing
the bundler warned of the validator: 0
TEXT
