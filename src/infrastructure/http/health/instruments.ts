import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** A value for some labels, now. */
export interface Reading<Label extends string> {
  readonly labels?: Readonly<Partial<Record<Label, string>>>;
  readonly value: number;
}

type Readings<Label extends string> = () => readonly Reading<Label>[] | Promise<readonly Reading<Label>[]>;

/**
 * Instruments of one registry. Most are read when somebody looks: the parts keep their own counts and know no Prometheus.
 * What cannot be told at present (a store is away) is not shown, and the rest is.
 */
export class Instruments {
  constructor(private readonly registry: Registry) {}

  /** What rises and falls. Where there is no reading nothing is shown: nobody knows then. */
  gauge<Label extends string>(name: string, help: string, labels: Label[], read: Readings<Label>): void {
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      collect: async () => {
        const readings = await told(read);
        if (labels.length === 0 && readings.length === 0) gauge.remove();
        else gauge.reset();
        for (const reading of readings) gauge.inc(labelsOf(reading), reading.value);
      },
    });
  }

  /** What only rises, as a part of this process has counted it. */
  counter<Label extends string>(name: string, help: string, labels: Label[], read: Readings<Label>): void {
    const counter: Counter<Label> = new Counter({
      name,
      help,
      labelNames: labels,
      registers: [this.registry],
      collect: async () => {
        const readings = await told(read);
        counter.reset();
        for (const reading of readings) counter.inc(labelsOf(reading), reading.value);
      },
    });
  }

  /** Durations. */
  seconds<Label extends string>(name: string, help: string, labels: Label[]): Histogram<Label> {
    const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    return new Histogram({ name, help, labelNames: labels, buckets, registers: [this.registry] });
  }
}

async function told<Label extends string>(read: Readings<Label>): Promise<readonly Reading<Label>[]> {
  try {
    return await read();
  } catch {
    return [];
  }
}

function labelsOf<Label extends string>({ labels }: Reading<Label>): Partial<Record<Label, string>> {
  return labels ?? {};
}
