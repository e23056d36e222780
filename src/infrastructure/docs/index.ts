import { version } from '../version.js';
import { configurationPage } from './configuration-page.js';
import { eventsPage } from './events-page.js';
import { openApiDocument } from './openapi-document.js';

/** The pages of `docs/` that are made from schemas, by their names. */
export async function generatedDocs(): Promise<Readonly<Record<string, string>>> {
  return {
    'events.md': eventsPage(),
    'configuration.md': configurationPage(),
    'openapi.json': await openApiDocument(version()),
  };
}
