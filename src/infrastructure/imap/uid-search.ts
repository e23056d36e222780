import type { ImapConnection } from './connection.js';
import type { UidSearch } from './uid-windows.js';

/** UID SEARCH in the selected folder. */
export const uidSearch =
  (connection: ImapConnection): UidSearch =>
  async (query) => {
    const found = await connection.run((client) => client.search(query, { uid: true }));
    if (!found) throw connection.refused('SEARCH');
    return found;
  };
