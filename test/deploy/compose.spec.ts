import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isDistributed, isEmbedded, loadConfig } from '../../src/infrastructure/config/index.js';
import { knownVariables } from './known-variables.js';

const Service = z.object({
  image: z.string(),
  build: z.string().optional(),
  profiles: z.array(z.string()),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  stop_grace_period: z.string().optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
});

const text = readFileSync(new URL('../../compose.yaml', import.meta.url), 'utf8');
const { services, networks, volumes } = Compose.parse(parse(text, { merge: true }));
/** Compose puts the value there. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template of Compose.
const KEY_OF_THE_ENVIRONMENT = '${MAILCASE_MASTER_KEY:-}';
const named = Object.entries(services);
const ours = named.filter(([, { image }]) => image === 'mailcase');

describe('compose.yaml', () => {
  it('has one Mailcase of its own, and two on the servers', () => {
    const of = (profile: string) =>
      named.filter(([, { profiles }]) => profiles.includes(profile)).map(([name]) => name);
    expect(of('embedded')).toEqual(['mailcase']);
    expect(of('full')).toEqual(['mailcase-1', 'mailcase-2', 'kurrentdb', 'mongodb', 'mongodb-replica-set']);
  });

  it('speaks of what it has: services, networks and volumes', () => {
    for (const [name, service] of named) {
      for (const [other, { condition }] of Object.entries(service.depends_on)) {
        expect(Object.keys(services), name).toContain(other);
        // Of ours the image says how they are.
        if (condition === 'service_healthy') expect(services[other]?.healthcheck, other).toBeDefined();
      }
      for (const network of service.networks) expect(Object.keys(networks), name).toContain(network);
      for (const volume of service.volumes) expect(Object.keys(volumes), name).toContain(volume.split(':')[0]);
    }
    expect(
      Object.keys(volumes).filter(
        (volume) => !named.some(([, one]) => one.volumes.some((v) => v.startsWith(`${volume}:`))),
      ),
    ).toEqual([]);
  });

  it('gives nobody more rights than they need', () => {
    for (const [name, service] of named) {
      expect(service.cap_drop, name).toEqual(['ALL']);
      expect(service.security_opt, name).toContain('no-new-privileges:true');
    }
    for (const [name, service] of ours) {
      expect(service.read_only, name).toBe(true);
      expect(service.build, name).toBe('.');
      expect(
        service.volumes.map((volume) => volume.split(':')[1]),
        name,
      ).toEqual(['/data']);
      expect(Number.parseInt(service.stop_grace_period ?? '', 10), name).toBeGreaterThan(10);
    }
  });

  it('publishes Mailcase alone, to this machine, each at a port of its own', () => {
    const published = named.flatMap(([name, { profiles, ports }]) => ports.map((port) => ({ name, profiles, port })));
    expect(published.map(({ name, port }) => `${name} ${port}`)).toEqual([
      'mailcase 127.0.0.1:8025:8025',
      'mailcase-1 127.0.0.1:8025:8025',
      'mailcase-2 127.0.0.1:8026:8025',
    ]);
  });

  it('sets variables that Mailcase knows, and keeps no secret', () => {
    for (const [name, { environment }] of ours) {
      expect(
        Object.keys(environment).filter((variable) => !knownVariables.has(variable)),
        name,
      ).toEqual([]);
      expect(environment.MAILCASE_MASTER_KEY, name).toBe(KEY_OF_THE_ENVIRONMENT);
    }
    const configOf = (service: string) =>
      loadConfig({ dataFolder: '/nowhere', file: undefined, environment: services[service]?.environment ?? {} }).config;
    expect(isEmbedded(configOf('mailcase'))).toBe(true);
    for (const name of ['mailcase-1', 'mailcase-2']) {
      const { node, kurrentdb, mongodb, ...config } = configOf(name);
      expect(isDistributed({ node, kurrentdb, mongodb, ...config })).toBe(true);
      expect(node.name).toBe(name);
      // The stores, as their services are called.
      for (const { url } of [kurrentdb, mongodb]) expect(Object.keys(services)).toContain(new URL(url).hostname);
    }
  });
});
