import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Copy, DockerfileParser, Env, Healthcheck, type Instruction } from 'dockerfile-ast';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCli } from '../support/cli.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MEGABYTE = 1_000_000;
/** Of debian:bookworm-slim, unpacked, as `docker images` says it; not measured here. */
const DEBIAN = 75 * MEGABYTE;
const LARGEST = 250 * MEGABYTE;
/** What debian:bookworm-slim has for programs that are linked to it. */
const LIBRARIES = /^(linux-vdso|ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+))\.so/;

interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

const dockerfile = DockerfileParser.parse(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const stages: { readonly name: string; readonly instructions: Instruction[] }[] = [];
for (const instruction of dockerfile.getInstructions()) {
  const [, , name = 'final'] = instruction.getArguments().map((one) => one.getValue());
  if (instruction.getKeyword() === 'FROM') stages.push({ name, instructions: [] });
  else stages.at(-1)?.instructions.push(instruction);
}
const stage = (name: string): Stage => stages.find((one) => one.name === name) ?? never(`there is no stage ${name}`);
const copies = ({ instructions }: Stage): Copy[] => instructions.filter((one) => one instanceof Copy);
const isFromContext = (copy: Copy) => copy.getFromFlag() === null;
const sourcesOf = (copy: Copy) =>
  copy
    .getArguments()
    .slice(0, -1)
    .map((one) => one.getValue());
const valuesOf = (keyword: string) =>
  stage('final')
    .instructions.filter((one) => one.getKeyword() === keyword)
    .flatMap((one) => one.getArguments().map((argument) => argument.getValue()));
const jsonOf = (instruction: Instruction): string[] =>
  JSON.parse(/\[.*\]/s.exec(instruction.getTextContent())?.[0] ?? '');

/** What COPY does with files of a folder. */
function copyInto(target: string, copy: Copy, from: (source: string) => string): void {
  const destination = copy.getArguments().at(-1)?.getValue() ?? '.';
  for (const source of sourcesOf(copy)) {
    const to = destination.endsWith('/') ? join(target, destination, basename(source)) : join(target, destination);
    mkdirSync(join(to, '..'), { recursive: true });
    cpSync(from(source), to, { recursive: true });
  }
}

function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

let temporary: string;
/** The image's /app. */
let app: string;
beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), 'mailcase-image-'));
  chmodSync(temporary, 0o755);
  const dependencies = join(temporary, 'dependencies');
  mkdirSync(dependencies);
  for (const instruction of stage('dependencies').instructions) {
    if (instruction instanceof Copy) {
      // The compiled program was made for the tests by what makes it in the image.
      copyInto(dependencies, instruction, (source) => join(root, source.replace('/build/dist', 'dist')));
    } else if (instruction.getKeyword() === 'RUN') {
      const command = instruction.getArgumentsContent() ?? never('RUN runs nothing');
      execFileSync('sh', ['-c', command.replace('npm ci', 'npm ci --prefer-offline')], {
        cwd: dependencies,
        stdio: 'pipe',
      });
    }
  }
  app = join(temporary, 'app');
  mkdirSync(app);
  for (const copy of copies(stage('final'))) {
    if (copy.getFromFlag()?.getValue() === 'build') continue; // Node itself
    copyInto(app, copy, (source) =>
      isFromContext(copy) ? join(root, source) : source.replace('/build', dependencies),
    );
  }
  execFileSync('chmod', ['-R', 'a-w,a+rX', app]);
}, 300_000);
afterAll(() => {
  execFileSync('chmod', ['-R', 'u+w', temporary]);
  rmSync(temporary, { recursive: true, force: true });
});

describe('The Dockerfile', () => {
  it('copies what is there, and what .dockerignore lets through', () => {
    const ignore = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    expect(ignore).toContain('*');
    const through = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const sources = stages.flatMap(copies).filter(isFromContext).flatMap(sourcesOf);
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect([...new Set(sources)].sort()).toEqual(through.sort());
  });

  it('runs a program of its own user, which is stopped in order and looked after', () => {
    expect(valuesOf('USER')).toEqual(['10001:10001']);
    expect(valuesOf('VOLUME')).toEqual(['/data']);
    expect(valuesOf('EXPOSE')).toEqual(['8025']);
    expect(valuesOf('STOPSIGNAL')).toEqual(['SIGTERM']);
    // In its JSON form a program is process 1 itself, and hears the signal.
    for (const keyword of ['ENTRYPOINT', 'CMD']) {
      const instruction = stage('final').instructions.find((one) => one.getKeyword() === keyword);
      expect(jsonOf(instruction ?? never(`no ${keyword}`))).toEqual(
        keyword === 'CMD' ? ['serve'] : ['node', '/app/dist/cli.js'],
      );
    }
  });
});

describe('What the image holds', () => {
  it('is small enough', () => {
    const node = statSync(process.execPath).size;
    const size = DEBIAN + node + sizeOf(app);
    const parts = `Debian ${DEBIAN / MEGABYTE}, Node ${node / MEGABYTE}, Mailcase ${sizeOf(app) / MEGABYTE} MB`;
    expect(size, parts).toBeLessThan(LARGEST);
    expect(existsSync(join(app, 'node_modules', 'vitest'))).toBe(false);
  });

  it('loads each of its packages, and needs no library that Debian does not bring', () => {
    const { dependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
    const program = `for (const name of ${JSON.stringify(Object.keys(dependencies))}) await import(name);`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { cwd: app, stdio: 'pipe' });
    const libraries = readdirSync(join(app, 'node_modules'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.node') && !file.includes('musl'))
      .flatMap((file) =>
        execFileSync('ldd', [join(app, 'node_modules', file)], { encoding: 'utf8' })
          .trim()
          .split('\n'),
      )
      .map((line) => basename(line.trim().split(' ')[0] ?? ''));
    expect(libraries.length).toBeGreaterThan(0);
    expect(libraries.filter((name) => !LIBRARIES.test(name))).toEqual([]);
  });

  it('says its version, serves with nothing but /data to write to, is found well, and ends in order', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const program = join(app, 'dist', 'cli.js');
    expect(execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' })).toBe(`${version}\n`);

    const data = join(temporary, 'data');
    mkdirSync(data, { mode: 0o700 });
    // A read-only root file system and a user of its own: as near as it comes without a container.
    const user = process.getuid?.() === 0 ? { uid: 10_001, gid: 10_001 } : {};
    if (user.uid) chownSync(data, user.uid, user.gid);
    const variables = stage('final').instructions.flatMap((one) => (one instanceof Env ? one.getProperties() : []));
    const image = Object.fromEntries(variables.map((one) => [one.getName(), one.getValue() ?? '']));
    expect(image).toMatchObject({ NODE_ENV: 'production', MAILCASE_DATA: '/data', MAILCASE_HTTP_HOST: '0.0.0.0' });
    const environment = {
      ...image,
      MAILCASE_DATA: data,
      MAILCASE_HTTP_HOST: '127.0.0.1',
      MAILCASE_HTTP_PORT: `${await freePort()}`,
    };
    const child = spawn(process.execPath, [program, 'serve'], { cwd: app, env: environment, ...user });
    const serve = new RunningCli(child);
    try {
      const [, address = ''] = await serve.says(/answers at (http:\S+)/);
      await serve.says(/Watching/);
      const check = stage('final').instructions.find((one) => one instanceof Healthcheck) ?? never('no HEALTHCHECK');
      const [, ...args] = jsonOf(check);
      const health = () => spawn(process.execPath, args, { env: environment });
      expect(await once(health(), 'close')).toEqual([0, null]);
      expect((await fetch(`${address}/docs/`)).status).toBe(200);
      child.kill('SIGTERM');
      expect(await serve.ended).toMatchObject({ code: 0 });
      expect(await once(health(), 'close')).toEqual([1, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : never('it listens on no port');
}

function never(why: string): never {
  throw new Error(why);
}
