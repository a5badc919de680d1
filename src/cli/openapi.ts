/** Writes the OpenAPI document to standard output; `npm run openapi` makes what is kept in the repository from it. */
import { apiDocument } from '../api-document.js';

process.stdout.write(JSON.stringify(await apiDocument()), () => {
  // The modules of the service keep timers of their own.
  process.exit();
});
