#!/usr/bin/env bash
# One would guess: `npm sbom --omit dev` names every package that `npm ls --omit dev` shows and `npm ci --omit dev` installs.
# What happens: a direct dependency that a development package needs as well is left out, and so is what hangs on it alone,
# however deep: the list of what runs in production lacks packages that run there. And the product is called by the folder
# it lies in, not by its name. In a project without the development packages both are right.
# Seen: npm 11.19.1, Node 20.20.2; 2026-11-29.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/folder" && cd "$work/folder"
cat >package.json <<'JSON'
{ "name": "product", "version": "1.0.0", "dependencies": { "ms": "2.1.3" }, "devDependencies": { "debug": "4.4.3", "npm": "11.19.1" } }
JSON
npm install --silent --no-audit --no-fund
npm() { node node_modules/npm/bin/npm-cli.js "$@"; }
installed=$(npm ls --omit dev --parseable | tail -n +2 | xargs -n1 basename | tr '\n' ' ')
billed() { node -p "const { components, metadata } = JSON.parse(require('fs').readFileSync(0)); [metadata.component.name + ':', ...components.map(({ name }) => name)].join(' ')"; }
echo "npm ls --omit dev: $installed"
with=$(npm sbom --omit dev --sbom-format cyclonedx | billed)
echo "npm sbom --omit dev: $with"
cp -r node_modules/npm "$work/npm"
npm() { node "$work/npm/bin/npm-cli.js" "$@"; }
npm pkg delete devDependencies
npm install --package-lock-only --offline --silent
without=$(npm sbom --package-lock-only --sbom-format cyclonedx | billed)
echo "npm sbom without devDependencies: $without"
[ "$installed" = 'ms ' ] && [ "$with" = 'folder:' ] && [ "$without" = 'folder: ms' ]
