export default function globalTeardown(): void {
  // Filled in with the embedded database.
}
