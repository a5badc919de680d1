import pg from 'pg';

/**
 * Watches every statement that this process sends to Postgres, whichever pool it goes through.
 *
 * @returns a function that tells what was sent since it was asked last: how many statements, and the slowest one
 */
export function watchStatements() {
  let seen = emptyCount();
  const { query } = pg.Client.prototype;
  /** @type {(this: pg.Client, config: any, ...rest: any[]) => any} */
  const watched = function (config, ...rest) {
    const text = typeof config === 'string' ? config : (config?.text ?? '');
    const began = performance.now();
    const end = () => {
      const ms = performance.now() - began;
      seen.count += 1;
      if (ms > seen.slowestMs) Object.assign(seen, { slowestMs: ms, slowest: text });
    };
    const last = rest.at(-1);
    if (typeof last === 'function') {
      const answer = (...given) => {
        end();
        last(...given);
      };
      return Reflect.apply(query, this, [config, ...rest.slice(0, -1), answer]);
    }
    const result = Reflect.apply(query, this, [config, ...rest]);
    result?.then?.(end, end);
    return result;
  };
  pg.Client.prototype.query = watched;
  return () => {
    const told = seen;
    seen = emptyCount();
    return told;
  };
}

function emptyCount() {
  return { count: 0, slowestMs: 0, slowest: '' };
}
