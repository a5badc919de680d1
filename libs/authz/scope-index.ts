import type { Scope } from './scope.js';

/** Places by organization and property, so that a grant finds those it covers without a walk over all. */
export class ScopeIndex {
  readonly #byOrganization = new Map<string, Scope[]>();
  readonly #byProperty = new Map<string, Scope[]>();

  constructor(places: Iterable<Scope>) {
    for (const place of places) {
      if (place.kind === 'platform') continue;
      append(this.#byOrganization, place.organizationId, place);
      if (place.kind === 'property') append(this.#byProperty, place.propertyId, place);
    }
  }

  /** The places at or inside these organizations and properties, each once. */
  reachedBy(scopes: Iterable<Scope>): Set<Scope> {
    const reached = new Set<Scope>();
    for (const scope of scopes) for (const place of this.#inside(scope)) reached.add(place);
    return reached;
  }

  #inside(scope: Scope): readonly Scope[] {
    if (scope.kind === 'platform') return [...this.#byOrganization.values()].flat();
    if (scope.kind === 'organization') return this.#byOrganization.get(scope.organizationId) ?? [];
    const named = this.#byProperty.get(scope.propertyId) ?? [];
    // A property of the same id under another organization is another place.
    return named.filter(
      (place) => place.kind === 'property' && place.organizationId === scope.organizationId,
    );
  }
}

function append(lists: Map<string, Scope[]>, key: string, place: Scope): void {
  const present = lists.get(key);
  if (present) present.push(place);
  else lists.set(key, [place]);
}
