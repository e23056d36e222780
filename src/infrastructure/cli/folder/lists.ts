import { z } from 'zod';
import type { Api } from './api.js';

/** All pages of a list of the API. */
export async function allOf<Item extends z.ZodType>(api: Api, path: string, item: Item): Promise<z.infer<Item>[]> {
  const Page = z.object({ items: z.array(item), next: z.string().nullable() });
  const items: z.infer<Item>[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor === null ? {} : { cursor }) });
    const page: z.infer<typeof Page> = Page.parse(await api.send('GET', `${path}?${query}`));
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
