import { StoreUnavailable } from '../../application/ports/event-store.js';

/**
 * Waits for work that shows progress at least every so many milliseconds. The client itself waits for ever where a
 * server takes a request and then says nothing.
 * @throws StoreUnavailable, code `away`; the work may still take effect
 */
export function timely<T>(milliseconds: number, work: (onProgress: () => void) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new StoreUnavailable(`the server of the log has not answered for ${milliseconds} ms`, 'away'));
    }, milliseconds);
    work(() => timer.refresh())
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
