// Google's public client, unmodified, does to the emulator what a user's program does to BigQuery; prints what it saw as JSON.
// Run in the folder whose node_modules holds the client: node node-client.mjs http://127.0.0.1:9050
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { BigQuery } = createRequire(join(process.cwd(), 'package.json'))('@google-cloud/bigquery');
const address = process.argv[2].replace(/\/$/, '');
const bigquery = new BigQuery({ projectId: 'node', apiEndpoint: address, authClient: plainAuth() });

// The client would look for credentials of this machine; the emulator wants none.
function plainAuth() {
  const { OAuth2Client } = createRequire(createRequire(join(process.cwd(), 'package.json')).resolve('@google-cloud/bigquery'))('google-auth-library');
  const auth = new OAuth2Client();
  auth.setCredentials({ access_token: 'a-token-of-the-test', expiry_date: Date.now() + 3_600_000 });
  return auth;
}

const seen = {};
const folder = mkdtempSync(join(tmpdir(), 'bigquery-'));
try {
  const [dataset] = await bigquery.createDataset('d', { location: 'EU' });
  seen.location = dataset.metadata.location;

  const lines = join(folder, 'lines.json');
  writeFileSync(lines, [1, 2, 3, 4, 5].map((n) => JSON.stringify({ n, name: `row ${n}`, moment: '2024-01-01T00:00:00Z', tags: [{ key: `k${n}` }] })).join('\n'));
  const schema = { fields: [{ name: 'n', type: 'INTEGER' }, { name: 'name', type: 'STRING' }, { name: 'moment', type: 'TIMESTAMP' }, { name: 'tags', type: 'RECORD', mode: 'REPEATED', fields: [{ name: 'key', type: 'STRING' }] }] };
  const [load] = await dataset.table('lines').load(lines, { sourceFormat: 'NEWLINE_DELIMITED_JSON', schema });
  seen.loaded = load.statistics.load.outputRows;

  const csv = join(folder, 'cells.csv');
  writeFileSync(csv, 'a,b\n1,x\n2,y\n');
  await dataset.table('cells').load(csv, { autodetect: true });
  [seen.cells] = await dataset.table('cells').getRows();

  const [metadata] = await dataset.table('lines').getMetadata();
  seen.rows = metadata.numRows;
  seen.tables = (await dataset.getTables())[0].map((table) => table.id);

  const query = 'SELECT n, name, moment, tags FROM d.lines ORDER BY n';
  seen.pages = [];
  const [job] = await bigquery.createQueryJob({ query, location: 'EU' });
  let next = { maxResults: 2, autoPaginate: false };
  while (next) {
    const [rows, following] = await job.getQueryResults(next);
    seen.pages.push(rows.map((row) => row.n));
    next = following;
  }
  [seen.all] = await bigquery.query({ query, location: 'EU' });
  [seen.named] = await bigquery.query({ query: 'SELECT n FROM d.lines WHERE name = @name OR n IN UNNEST(@more) ORDER BY n', params: { name: 'row 2', more: [4, 5] }, location: 'EU' });
  [seen.positional] = await bigquery.query({ query: 'SELECT n FROM d.lines WHERE n > ? AND name != ? ORDER BY n', params: [3, 'row 4'], location: 'EU' });
  seen.error = await bigquery.query({ query: 'SELECT nothing FROM nowhere.none', location: 'EU' }).then(() => 'none', (error) => error.errors?.[0]?.reason ?? String(error));
  await dataset.delete({ force: true });
  seen.left = (await bigquery.getDatasets())[0].length;
} finally {
  rmSync(folder, { recursive: true });
}

console.log(JSON.stringify(seen));
