/**
 * The first file of every command. Written so that even a Node of ten years ago can read it and say what is missing,
 * instead of failing on syntax it does not know. Everything else is loaded after the check.
 */
'use strict';

var MINIMUM = [20, 19];

var version = process.versions.node.split('.').map(Number);
if (version[0] < MINIMUM[0] || (version[0] === MINIMUM[0] && version[1] < MINIMUM[1])) {
  console.error(
    'Tenantry needs Node ' +
      MINIMUM.join('.') +
      ' or later to install itself; this is ' +
      process.version +
      '. Get a current one from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}
