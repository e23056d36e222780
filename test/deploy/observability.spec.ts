import { readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { HttpWebhookTransport } from '../../src/infrastructure/webhooks/http-webhook-transport.js';
import { type Exposed, exposedBy } from '../support/exposed-metrics.js';
import { TestService } from '../support/http.js';

const webhooks = new HttpWebhookTransport({
  allowPrivate: false,
  allow: [],
  timeout: 5_000,
  userAgent: 'Mailcase/test',
});

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const Alerts = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string() }),
        }),
      ),
    }),
  ),
});
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is a variable of Grafana.
const CHOSEN = '${datasource}';
const Target = z.object({ refId: z.string(), expr: z.string(), datasource: z.object({ uid: z.literal(CHOSEN) }) });
const Panel = z.object({
  id: z.number(),
  type: z.enum(['row', 'stat', 'timeseries']),
  title: z.string(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(Target).default([]),
});
const Dashboard = z.object({
  uid: z.string(),
  title: z.string(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(Panel),
});

const alerts = Alerts.parse(parse(read('deploy/prometheus/alerts.yaml'))).groups.flatMap(({ rules }) => rules);
const dashboard = Dashboard.parse(JSON.parse(read('deploy/grafana/mailcase.json')));

/** What a query in PromQL asks for: metrics, and the labels that it chooses or groups by. Throws where it is none. */
function asked(expression: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const metrics: string[] = [];
  const labels: string[] = [];
  // Grafana puts a duration there.
  const query = expression.replaceAll('$__rate_interval', '5m');
  parser.parse(query).iterate({
    enter({ name, type, node, from, to }) {
      const text = query.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${from}: ${query}`);
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.push(text);
      if (name === 'LabelName') labels.push(text);
    },
  });
  return { metrics, labels };
}

/** Of Prometheus itself, whatever it scrapes. */
const SCRAPED = ['job', 'instance', 'le'];

let service: TestService;
let exposed: Exposed;
let labels: ReadonlySet<string>;
beforeAll(async () => {
  service = await TestService.start({ webhooks });
  await service.get('/api/v1/cases');
  exposed = await exposedBy(service);
  const documented = read('docs/operations.md').matchAll(/^\| `mailcase_\w+` `\{([\w, ]+)\}` \|/gm);
  labels = new Set([...documented].flatMap(([, names = '']) => names.split(/,\s*/)));
});
afterAll(() => service.stop());

function isExposed(name: string): boolean {
  if (name === 'up') return true;
  const [, histogram = ''] = /^(.*)_(bucket|count|sum)$/.exec(name) ?? [];
  return exposed.types.has(name) || exposed.types.get(histogram) === 'histogram';
}

function check(expression: string, where: string): void {
  const { metrics, labels: named } = asked(expression);
  expect(
    metrics.filter((name) => !isExposed(name)),
    where,
  ).toEqual([]);
  expect(
    named.filter((label) => !labels.has(label) && !SCRAPED.includes(label)),
    where,
  ).toEqual([]);
  // What only rises is asked for its rate.
  for (const name of metrics) {
    const rises = exposed.types.get(name) === 'counter' || /_(bucket|count|sum)$/.test(name);
    if (rises) expect(expression, where).toMatch(new RegExp(`(rate|increase)\\(${name}`));
  }
}

describe('The alerts', () => {
  it('ask for what Mailcase exposes', () => {
    for (const { alert, expr } of alerts) check(expr, alert);
  });

  it('are each explained to whoever is woken by them', () => {
    const explained = [...read('docs/operations.md').matchAll(/^### (Mailcase\w+)$/gm)].map(([, name]) => name);
    expect(explained).toEqual(alerts.map(({ alert }) => alert));
  });
});

describe('The dashboard', () => {
  it('asks for what Mailcase exposes, of a data source that is chosen', () => {
    expect(dashboard.templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance']);
    for (const { title, targets, type } of dashboard.panels) {
      expect(targets.length > 0, title).toBe(type !== 'row');
      for (const { expr } of targets) check(expr, title);
    }
  });

  it('shows all that is told of Mailcase', () => {
    const shown = new Set(
      dashboard.panels.flatMap(({ targets }) =>
        targets.flatMap(({ expr }) => asked(expr).metrics.map((name) => name.replace(/_(bucket|count)$/, ''))),
      ),
    );
    const told = [...exposed.types.keys()].filter((name) => name.startsWith('mailcase_'));
    expect(told.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('has its panels beside each other, none over another', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const taken = new Map<string, string>();
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x} ${y}`), title).toBeUndefined();
          taken.set(`${x} ${y}`, title);
        }
      }
    }
  });
});
