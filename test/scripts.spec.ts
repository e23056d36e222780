import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const scripts = new URL('../scripts/', import.meta.url);

/** What an expression over a script's exports comes to; scripts are plain modules, for a clone that has nothing yet. */
function evaluated(script: string, expression: string): unknown {
  const program = `import * as script from ${JSON.stringify(new URL(script, scripts).href)};
    console.log(JSON.stringify(${expression}));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

it('in a container the arguments of the tests stay what they are', () => {
  const given = ['node', 'scripts/test.mjs', '-t', "it's a $(test) of; 'words'"];
  const command = evaluated('container.mjs', `script.inContainer(${JSON.stringify(given)})`);
  const root = fileURLToPath(new URL('..', import.meta.url));
  expect(command).toEqual([
    ...['docker', 'run', '--rm', '--init', '--env', 'CI', '--volume', `${root}:/source:ro`, 'node:20-bookworm'],
    ...['sh', '-c', expect.stringMatching(/&& exec "\$@"$/), 'sh', ...given],
  ]);
});

it('where there is no docker, nobody waits for it', () => {
  expect(evaluated('container.mjs', "(process.env.PATH = '/nowhere', script.dockerAnswers())")).toBe(false);
});
