import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Mailcase } from '../../src/application/mailcase.js';
import { createHttpApp } from '../../src/infrastructure/http/app.js';
import { freshAdapters } from '../support/ground.js';
import { TestService } from '../support/http.js';

const localToken = 'mc_local_test';
let mailcase: Mailcase;
let app: NestFastifyApplication;
/** Of an administrator whom the log knows. */
let rootToken: string;

/** A service whose read models were lost: it is up, and has not begun to make them again. */
beforeEach(async () => {
  const adapters = await freshAdapters();
  const before = await TestService.start(adapters);
  ({ rootToken } = before);
  await before.stop();
  const { documents } = await freshAdapters();
  mailcase = new Mailcase({ ...adapters, documents });
  await mailcase.projections.open();
  app = await createHttpApp(mailcase, { bodyLimit: 100_000, version: '0.0.0', localToken });
});
afterEach(async () => {
  await app.close();
  await mailcase.stop();
});

const get = async (url: string, token = localToken) => {
  const { statusCode, headers, payload } = await app.inject({ url, headers: { authorization: `Bearer ${token}` } });
  return { status: statusCode, headers, payload };
};

it('a list is not there, rather than a part of it, while its read model is being built', async () => {
  for (const path of ['cases', 'cases/1', 'users', 'accounts', 'quarantine']) {
    const { status, headers, payload } = await get(`/api/v1/${path}`);
    expect({ path, status, retry: headers['retry-after'] }).toEqual({ path, status: 503, retry: '1' });
    expect(JSON.parse(payload)).toMatchObject({ code: 'being-built', title: 'Unavailable' });
  }
  await mailcase.projections.catchUp();
  const { status, payload } = await get('/api/v1/users');
  expect(status).toBe(200);
  expect(JSON.parse(payload).items).toHaveLength(2);
});

it('a token is not called unknown while nobody can know it', async () => {
  expect((await get('/api/v1/users', rootToken)).status).toBe(503);
  await mailcase.projections.catchUp();
  expect((await get('/api/v1/users', rootToken)).status).toBe(200);
});

it('an operator sees how far it is', async () => {
  const ready = await get('/health/ready');
  expect(ready.status).toBe(503);
  expect(JSON.parse(ready.payload)).toMatchObject({ status: 'starting' });
  const { status, payload } = await get('/metrics');
  expect(status).toBe(200);
  expect(payload).toMatch(/^mailcase_projection_behind\{projection="cases"\} 1$/m);
  expect(payload).not.toMatch(/^mailcase_quarantine /m);
  await mailcase.projections.catchUp();
  expect((await get('/metrics')).payload).toMatch(/^mailcase_quarantine 0$/m);
});
