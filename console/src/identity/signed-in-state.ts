/** Whether somebody is signed in, and who wants to know when that changes. */
export class SignedInState {
  private readonly listeners = new Set<() => void>();
  private current = false;

  get isSignedIn(): boolean {
    return this.current;
  }

  set(isSignedIn: boolean): void {
    if (this.current === isSignedIn) return;
    this.current = isSignedIn;
    for (const listener of this.listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}
