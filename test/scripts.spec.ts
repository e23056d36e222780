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

it('where a server for MongoDB is named, no Java is looked for', () => {
  const expression =
    "(process.env.MAILCASE_TEST_MONGODB_URL = 'mongodb://x', process.env.PATH = '', script.ensureJava())";
  expect(evaluated('ensure-java.mjs', expression)).toEqual({ path: 'not needed' });
});

it('what cannot be installed is named, with what to do', () => {
  const asSomebody = "(process.getuid = () => 1000, script.aptInstall(['maven', 'other'], 'Maven'))";
  expect(evaluated('apt.mjs', asSomebody)).toMatch(
    /^(run "apt-get install maven other" as root|install Maven by hand \(this is not Debian\))$/,
  );
});

it('a program that is not on the path is missing, and nothing is installed that is there', () => {
  const without =
    "(delete process.env.MAILCASE_TEST_MONGODB_URL, process.getuid = () => 1000, process.env.PATH = '/nowhere', script.ensureJava())";
  expect(evaluated('ensure-java.mjs', without)).toMatchObject({
    path: null,
    why: expect.stringMatching(
      /^there is no Java or no Maven here; (run "apt-get install default-jdk-headless maven" as root|install Java)/,
    ),
  });
});
