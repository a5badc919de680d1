export default function globalSetup(): void {
  // Filled in with the embedded database.
}
