import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { Invalid } from '../../src/domain/errors.js';
import { isDistributed, loadConfig } from '../../src/infrastructure/config/index.js';
import { sharedMasterKey } from '../../src/infrastructure/files/master-key.js';
import { TestService } from '../support/http.js';
import { knownVariables } from './known-variables.js';

const folder = new URL('../../deploy/kubernetes/', import.meta.url);
const labels = z.record(z.string(), z.string());
const selector = z.object({ matchLabels: labels });
const metadata = z.object({ name: z.string(), labels });
const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  periodSeconds: z.number(),
  failureThreshold: z.number(),
});
const Container = z.object({
  name: z.string(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  envFrom: z.array(
    z.object({
      configMapRef: z.object({ name: z.string() }).optional(),
      secretRef: z.object({ name: z.string() }).optional(),
    }),
  ),
  env: z.array(z.object({ name: z.string() })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: z.object({ preStop: z.object({ exec: z.object({ command: z.array(z.string()) }) }) }),
  resources: z.object({ requests: labels, limits: labels }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata,
  spec: z.object({
    replicas: z.number(),
    selector,
    template: z.object({
      metadata: z.object({ labels }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number(), fsGroup: z.number() }),
        topologySpreadConstraints: z.array(z.object({ topologyKey: z.string(), labelSelector: selector })),
        containers: z.tuple([Container]),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
  }),
});
const Service = z.object({
  kind: z.literal('Service'),
  metadata,
  spec: z.object({ selector: labels, ports: z.array(z.object({ targetPort: z.string() })) }),
});
const Budget = z.object({
  kind: z.literal('PodDisruptionBudget'),
  metadata,
  spec: z.object({ maxUnavailable: z.number(), selector }),
});
const ConfigMap = z.object({ kind: z.literal('ConfigMap'), metadata, data: labels });
const Secret = z.object({ kind: z.literal('Secret'), metadata, stringData: labels });
const Any = z.discriminatedUnion('kind', [Deployment, Service, Budget, ConfigMap, Secret]);

const objects = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => parseAllDocuments(readFileSync(new URL(file, folder), 'utf8')))
  .map((document) => {
    expect(document.errors).toEqual([]);
    return Any.parse(document.toJS());
  });

function the<K extends z.infer<typeof Any>['kind']>(kind: K): Extract<z.infer<typeof Any>, { kind: K }> {
  const found = objects.filter((one): one is Extract<z.infer<typeof Any>, { kind: K }> => one.kind === kind);
  if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} of ${kind}`);
  return found[0];
}

const deployment = the('Deployment');
const pod = deployment.spec.template;
const [container] = pod.spec.containers;

describe('The example for Kubernetes', () => {
  it('finds its pods by the labels that they have', () => {
    const selectors = [
      deployment.spec.selector.matchLabels,
      the('Service').spec.selector,
      the('PodDisruptionBudget').spec.selector.matchLabels,
      ...pod.spec.topologySpreadConstraints.map(({ labelSelector }) => labelSelector.matchLabels),
    ];
    for (const one of selectors) expect(pod.metadata.labels).toMatchObject(one);
    expect(the('PodDisruptionBudget').spec.maxUnavailable).toBeLessThan(deployment.spec.replicas);
    expect(container.envFrom.map((one) => one.configMapRef?.name ?? one.secretRef?.name)).toEqual([
      the('ConfigMap').metadata.name,
      the('Secret').metadata.name,
    ]);
  });

  it('sets variables that Mailcase knows', () => {
    const given = [
      ...Object.keys(the('ConfigMap').data),
      ...Object.keys(the('Secret').stringData),
      ...container.env.map(({ name }) => name),
    ];
    expect(given.filter((variable) => !knownVariables.has(variable))).toEqual([]);
    expect(new Set(given).size).toBe(given.length);
    const environment = { ...the('ConfigMap').data, ...the('Secret').stringData };
    const { config } = loadConfig({ dataFolder: '/nowhere', file: undefined, environment });
    expect(isDistributed(config)).toBe(true);
    // What has a password in it is a secret.
    expect(Object.keys(the('Secret').stringData).sort()).toEqual([
      'MAILCASE_KURRENTDB_URL',
      'MAILCASE_MASTER_KEY',
      'MAILCASE_MONGODB_URL',
    ]);
  });

  it('has placeholders that nobody can go into production with', () => {
    const { stringData } = the('Secret');
    for (const value of Object.values(stringData)) expect(value).toContain('REPLACE-ME');
    expect(() => sharedMasterKey(stringData.MAILCASE_MASTER_KEY)).toThrow(Invalid);
  });

  it('asks the program for what it answers, at the port that it listens on', async () => {
    const [http] = container.ports;
    expect(the('ConfigMap').data.MAILCASE_HTTP_PORT).toBe(String(http?.containerPort));
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    for (const { httpGet } of probes) expect(httpGet.port).toBe(http?.name);
    for (const { targetPort } of the('Service').spec.ports) expect(targetPort).toBe(http?.name);
    const service = await TestService.start();
    try {
      for (const { httpGet } of probes) expect((await service.get(httpGet.path, { token: null })).status).toBe(200);
    } finally {
      await service.stop();
    }
  });

  it('leaves a node the time that it takes to end, and a place to write to', () => {
    const [, pause] = container.lifecycle.preStop.exec.command;
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(10 + Number(pause));
    const mounted = container.volumeMounts.map(({ name }) => name);
    expect(mounted.sort()).toEqual(pod.spec.volumes.map(({ name }) => name).sort());
    const image = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');
    expect(image).toContain(`USER ${pod.spec.securityContext.runAsUser}:${pod.spec.securityContext.fsGroup}\n`);
  });
});
