interface Route {
  readonly method: string;
  readonly segments: readonly string[];
}

/** Knows which methods a path has, so that a wrong method is told from a wrong path (405 from 404). */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** Notes a route by its pattern, such as `/users/:userId`. */
  add(methods: string | readonly string[], pattern: string): void {
    for (const method of [methods].flat()) this.routes.push({ method, segments: pattern.split('/') });
  }

  /** The methods that a path is offered with, sorted; empty for an unknown path. */
  methodsOf(path: string): readonly string[] {
    const segments = path.split('/');
    const methods = this.routes
      .filter((route) => matches(route.segments, segments))
      .map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

function matches(pattern: readonly string[], path: readonly string[]): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((part, i) => (part.startsWith(':') ? path[i] !== '' : part === path[i]))
  );
}
