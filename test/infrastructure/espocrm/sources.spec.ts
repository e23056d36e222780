import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DumpSource } from '../../../src/infrastructure/espocrm/dump-source.js';
import type { Broken, EntityType, EspoSource } from '../../../src/infrastructure/espocrm/espo-source.js';
import { RestSource } from '../../../src/infrastructure/espocrm/rest-source.js';
import { EspoStandIn } from '../../support/espocrm/stand-in.js';
import { makeCertificates } from '../../support/kurrentdb-double/certificates.js';

async function idsOf(source: EspoSource, type: EntityType): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of source.all(type)) ids.push(id);
  return ids;
}

describe('by the REST API', () => {
  let espo: EspoStandIn;
  let pauses: number[];
  const never = new AbortController().signal;
  beforeEach(async () => {
    espo = await EspoStandIn.start();
    pauses = [];
  });
  afterEach(() => espo.stop());
  const clock = {
    now: () => new Date(),
    pause: async (milliseconds: number) => {
      pauses.push(milliseconds);
    },
  };
  const source = (apiKey = espo.key, signal = never) =>
    new RestSource({ address: espo.address, apiKey }, clock, signal);

  it('reads all of a kind, page by page, each with all of its fields', async () => {
    const contacts = Array.from({ length: 405 }, (_, n) => ({ id: `c${n}`, emailAddress: `c${n}@x.example` }));
    espo.put('Contact', ...contacts);
    expect(await idsOf(source(), 'Contact')).toEqual(contacts.map(({ id }) => id).sort());
    for await (const contact of source().all('Contact')) {
      expect(contact.emailAddress).toBe('c0@x.example');
      break;
    }
    expect(espo.asked.filter((url) => url.includes('maxSize=200'))).toHaveLength(4);
    expect(espo.asked.every((url) => !url.includes('offset') || url.includes('offset=0'))).toBe(true);
    expect(await idsOf(source(), 'Lead')).toEqual([]);
  });

  it('loses nothing where things come and go meanwhile', async () => {
    const named = (n: number) => ({ id: `c${String(n).padStart(4, '0')}` });
    espo.put('Contact', ...Array.from({ length: 300 }, (_, n) => named(n)));
    const seen: string[] = [];
    for await (const { id } of source().all('Contact')) {
      seen.push(id);
      if (id === named(10).id) espo.remove('Contact', named(0).id, named(1).id, named(2).id);
      if (id === named(20).id) espo.put('Contact', named(300));
    }
    expect(seen).toEqual(Array.from({ length: 301 }, (_, n) => named(n).id));
  });

  it('knows the highest number of a case, and what people wrote on one', async () => {
    expect(await source().highestCaseNumber()).toBe(0);
    espo.put('Case', { id: 'a', number: 7 }, { id: 'b', number: 12 }, { id: 'c', number: 9 });
    expect(await source().highestCaseNumber()).toBe(12);
    const about = { parentType: 'Case', parentId: 'a', type: 'Post' };
    espo.put('Note', ...Array.from({ length: 250 }, (_, n) => ({ id: `n${n}`, number: n, ...about })));
    espo.put('Note', { id: 'other', parentType: 'Case', parentId: 'b', type: 'Post' });
    expect((await source().notesOf('a', 220)).map(({ id }) => id)).toEqual(
      Array.from({ length: 220 }, (_, n) => `n${n}`),
    );
    expect(await source().notesOf('c', 10)).toEqual([]);
  });

  it('waits where it is asked to, and tries again what may pass', async () => {
    espo.put('Lead', { id: 'l1' });
    espo.failures.push(429, 500, 503);
    expect(await idsOf(source(), 'Lead')).toEqual(['l1']);
    expect(pauses).toEqual([7_000, 1_000, 2_000]);
    espo.failures.push(...Array.from({ length: 6 }, () => 502));
    await expect(idsOf(source(), 'Lead')).rejects.toThrow(/^Lead\?.*: it answers 502, 6 times$/);
  });

  it('says what is wrong, and does not try that again', async () => {
    await expect(idsOf(source('wrong'), 'Lead')).rejects.toThrow(/answers 401: the API key is wrong$/);
    espo.failures.push(403);
    await expect(idsOf(source(), 'Lead')).rejects.toThrow(/answers 403: the API user may not read this$/);
    expect(pauses).toEqual([]);
    espo.failures.push(301);
    await expect(idsOf(source(), 'Lead')).rejects.toThrow(/answers 301: it is at https:\/\/elsewhere.example$/);
    espo.failures.push(404);
    await expect(idsOf(source(), 'Lead')).rejects.toThrow(/is that an EspoCRM\?$/);
    expect(pauses).toEqual([]);
    expect(() => new RestSource({ address: 'http://crm.example', apiKey: 'x' }, clock, never)).toThrow(/https/);
  });

  it('tells when nobody answers, and when it is no EspoCRM', async () => {
    const away = source();
    await espo.stop();
    await expect(idsOf(away, 'Lead')).rejects.toThrow(/it cannot be reached \(.*\), 6 times$/);
    espo = await EspoStandIn.start();
    espo.failures.push(200);
    await expect(idsOf(source(), 'Lead')).rejects.toThrow(/does not answer as EspoCRM does$/);
  });

  it("says at once when its certificate is nobody's, and when it speaks no TLS", async () => {
    const certificates = await makeCertificates();
    const server = createServer({ key: certificates.key, cert: certificates.certificate });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // It listens on a port.
    const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const secure = new RestSource({ address, apiKey: espo.key }, clock, never);
    await expect(idsOf(secure, 'Lead')).rejects.toThrow(/no authority that is known here vouches for its certificate/);
    await new Promise((resolve) => server.close(resolve));
    await certificates.remove();
    const plain = new RestSource({ address: espo.address.replace('http:', 'https:'), apiKey: espo.key }, clock, never);
    await expect(idsOf(plain, 'Lead')).rejects.toThrow(/it speaks no TLS there \(ERR_SSL/);
    expect(pauses).toEqual([]);
  });

  it('ends when it is interrupted', async () => {
    espo.put('Lead', ...Array.from({ length: 20 }, (_, n) => ({ id: `l${n + 10}` })));
    const interrupted = new AbortController();
    const reading = source(espo.key, interrupted.signal).all('Lead');
    for (let n = 0; n < 8; n++) expect((await reading.next()).value).toMatchObject({ id: `l${n + 10}` });
    interrupted.abort();
    await expect(reading.next()).rejects.toThrow(/abort/i);
    expect(espo.asked.length).toBeLessThan(12);
  });

  it('gives the bytes of attachments, and none of what is gone', async () => {
    espo.attach('f1', 'bytes');
    expect(Buffer.from((await source().attachment('f1')) ?? []).toString()).toBe('bytes');
    expect(await source().attachment('f2')).toBeNull();
    expect(await source().attachment('../User/u1')).toBeNull();
  });
});

describe('from a dump', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailcase-espocrm-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);

  it('reads an array, an answer of the API, or a line each; no file: there are none', async () => {
    await write('User.json', '[{ "id": "u1" }, { "id": "u2" }]');
    await write('Team.json', '{ "total": 1, "list": [{ "id": "t1" }] }');
    await write('Lead.ndjson', '{ "id": "l1" }\n\n{ "id": "l2" }\n');
    const dump = new DumpSource(folder);
    expect(await idsOf(dump, 'User')).toEqual(['u1', 'u2']);
    expect(await idsOf(dump, 'Team')).toEqual(['t1']);
    expect(await idsOf(dump, 'Lead')).toEqual(['l1', 'l2']);
    expect(await idsOf(dump, 'Account')).toEqual([]);
  });

  it('names the place of what is broken, and goes on behind it', async () => {
    await write('Lead.ndjson', '{ "id": "l1" }\n{ "id":\n{ "id": "l3" }\n');
    await write('User.json', '[{ "id": "u1" }, { "name": "x" }]');
    await write('Team.json', '"x"');
    const dump = new DumpSource(folder);
    const told: Broken[] = [];
    const ids: string[] = [];
    for (const type of ['Lead', 'User'] as const)
      for await (const { id } of dump.all(type, (broken) => told.push(broken))) ids.push(id);
    expect(ids).toEqual(['l1', 'l3', 'u1']);
    expect(told).toEqual([
      { place: 'Lead.ndjson:2', message: 'It is no JSON.' },
      { place: 'User.json, no. 2', message: 'It has no id.' },
    ]);
    expect(() => new DumpSource(join(folder, 'nowhere'))).toThrow(/there is no folder/);
    await expect(idsOf(dump, 'Team')).rejects.toThrow(/Team\.json holds no array/);
  });

  it('gives messages as they came, and attachments, and no other file', async () => {
    await mkdir(join(folder, 'Email'));
    await mkdir(join(folder, 'Attachment'));
    await write('Email/m1.eml', 'Subject: x\r\n\r\n');
    await write('Attachment/f1', 'bytes');
    await write('secret', 'x');
    const dump = new DumpSource(folder);
    expect(Buffer.from((await dump.sourceOf('m1')) ?? []).toString()).toBe('Subject: x\r\n\r\n');
    expect(Buffer.from((await dump.attachment('f1')) ?? []).toString()).toBe('bytes');
    expect(await dump.attachment('../secret')).toBeNull();
    expect(await dump.sourceOf('m2')).toBeNull();
  });
});
