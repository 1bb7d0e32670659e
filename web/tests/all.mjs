// The page's tests: node web/tests/all.mjs BUILD. Words and weight first, then a server (BUILD/dragoman serve) over
// samples/ and Chromium. DRAGOMAN_URL=http://… tests a server that runs already; ONLY=text runs the tests that have it in
// their name. The last line is "N passed, N failed".
import { finish, openHouse } from './lib.mjs';
import { words } from './words.mjs';
import { weight } from './weight.mjs';
import { views } from './views.mjs';
import { ways } from './ways.mjs';

await words();
await weight();
const house = await openHouse(process.argv[2] ?? 'build');
try {
  await views(house);
  await ways(house);
} finally {
  await house.close();
}
finish();
