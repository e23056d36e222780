// Counts what .ci/run ran: node .ci/count.mjs REPORT CHECK_STATUS TEST_STATUS. Prints the last line, ends with its verdict.
import { readFileSync } from 'node:fs';

const [report, checkStatus, testStatus] = process.argv.slice(2);
const checkPassed = Number(checkStatus) === 0;
const testsPassed = Number(testStatus) === 0;
const { passed, failed, skipped } = countTests(report);

// A run that failed without a failing test (a suite that does not load, an error between tests, no report) is a failure too.
const unexplained = !testsPassed && failed === 0 ? 1 : 0;
if (!checkPassed) console.log('npm run check failed.');
if (unexplained) console.log(`npm test failed (${testStatus}) outside of any test.`);
if (passed + failed === 0) console.log('No test ran.');

const totalPassed = passed + (checkPassed ? 1 : 0);
const totalFailed = failed + (checkPassed ? 0 : 1) + unexplained;
console.log(`${totalPassed} passed, ${totalFailed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(totalFailed === 0 && testsPassed && passed > 0 ? 0 : 1);

/** From vitest's JSON report; a suite that failed without a failing test of its own (it did not load) counts as one. */
function countTests(file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;
  const brokenSuites = results.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: count('passed'),
    failed: count('failed') + brokenSuites.length,
    skipped: count('pending', 'skipped', 'todo', 'disabled'),
  };
}
