import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** A program that is told by Mailcase: `handle` gets each message once. */
export function receiver(secret: string, handle: (message: { type: string; data: unknown }) => void) {
  const verifier = new Webhook(secret);
  // Keep these where they survive a restart, for some days: a message may come twice.
  const seen = new Set<string>();
  return createServer(async (request, response) => {
    const body = await text(request);
    try {
      verifier.verify(body, request.headers as Record<string, string>);
    } catch {
      response.writeHead(401).end();
      return;
    }
    const id = String(request.headers['webhook-id']);
    if (!seen.has(id)) handle(JSON.parse(body));
    seen.add(id);
    response.writeHead(204).end();
  });
}
