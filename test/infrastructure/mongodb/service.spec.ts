import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountId } from '../../../src/domain/ids.js';
import { MongoBlobStore } from '../../../src/infrastructure/mongodb/mongo-blob-store.js';
import type { MongoConnection } from '../../../src/infrastructure/mongodb/mongo-connection.js';
import { MongoDocumentStore } from '../../../src/infrastructure/mongodb/mongo-document-store.js';
import { MongoLeases } from '../../../src/infrastructure/mongodb/mongo-leases.js';
import { MongoVault } from '../../../src/infrastructure/mongodb/mongo-vault.js';
import { mail, TestService } from '../../support/http.js';
import { TestMongodb, withoutMongodb } from '../../support/mongodb/index.js';

describe.skipIf(withoutMongodb())('a service whose documents, blobs, secrets and leases are on MongoDB', () => {
  let server: TestMongodb;
  let connection: MongoConnection;
  let service: TestService;

  beforeAll(async () => {
    server = await TestMongodb.start();
    connection = await server.connect();
    service = await TestService.start({
      documents: new MongoDocumentStore(connection),
      blobs: await MongoBlobStore.open(connection),
      vault: await MongoVault.open(connection, randomBytes(32)),
      leases: await MongoLeases.open(connection, { name: 'mail-1' }),
    });
  });
  afterAll(async () => {
    await service.stop();
    await connection.close();
    await server.stop();
  });

  it('takes mail in, lists it, searches it, gives its source, and rebuilds what is read', async () => {
    await service.post('/api/v1/teams', { teamId: 'support', name: 'Support' });
    await service.ask('PUT', '/api/v1/teams/support/members/ana', { body: {} });
    const caseCreation = { distribution: 'round-robin', teamId: 'support' };
    const account = { name: 'Support', emailAddress: 'support@acme.example', teamIds: ['support'], caseCreation };
    const opened = await service.post('/api/v1/accounts', account);
    const reply = mail('b', 'Re: Printer on fire', 'In-Reply-To: <a@customer.example>\r\n');
    await service.receive(
      AccountId.parse(opened.body.accountId),
      mail('a', 'Printer on fire'),
      reply,
      mail('c', 'Čaj'),
    );

    const looked = async () => {
      const cases = await service.get('/api/v1/cases?assignee=ana&status=Assigned&sort=number&direction=asc');
      const timeline = await service.get('/api/v1/cases/1/timeline');
      const found = await service.get('/api/v1/cases?text=caj');
      const emails = await service.get('/api/v1/emails?case=1');
      return [cases, timeline, found, emails].map(({ body }) => body);
    };
    const before = await looked();
    expect(before[0].items.map(({ number }: { number: number }) => number)).toEqual([1, 2]);
    expect(before[2].items.map(({ subject }: { subject: string }) => subject)).toEqual(['Čaj']);
    const source = await service.get(`/api/v1/emails/${before[3].items[0].emailId}/source`);
    expect(source.body).toMatch(/^From: Zoja/);

    for (const name of ['cases', 'emails', 'timelines']) {
      expect((await service.post(`/api/v1/projections/${name}/rebuild`)).status).toBe(200);
    }
    await service.mailcase.settled();
    expect(await looked()).toEqual(before);
  });
});
